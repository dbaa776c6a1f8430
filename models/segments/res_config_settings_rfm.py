from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_rfm_basis = fields.Selection(
        related="company_id.playbook_rfm_basis", readonly=False, required=True
    )
    playbook_rfm_horizon_days = fields.Integer(
        related="company_id.playbook_rfm_horizon_days", readonly=False
    )
