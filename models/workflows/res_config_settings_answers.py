from odoo import fields, models

from .playbook_customer_answer_token import ANSWER_DAYS, DEFAULT_ANSWER_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_answer_days = fields.Integer(
        string="Days to answer",
        config_parameter=ANSWER_DAYS,
        default=DEFAULT_ANSWER_DAYS,
        help="For how many days customers may answer an e-mail with a click.",
    )
