from odoo import fields, models

from .playbook_decision_type import FOUR_EYES


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_four_eyes = fields.Boolean(
        string="Four eyes",
        config_parameter=FOUR_EYES,
        help="Nobody decides on their own work.",
    )
