from odoo import fields, models

WIN_BY_ORDER = "crm_playbook.win_by_order"


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_win_by_order = fields.Boolean(
        string="Win by order",
        config_parameter=WIN_BY_ORDER,
        help="Win opportunities by themselves when their order is confirmed.",
    )
