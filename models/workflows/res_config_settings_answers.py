from odoo import fields, models
from odoo.exceptions import UserError

from .playbook_customer_answer_token import (
    ANSWER_DAYS,
    DEFAULT_ANSWER_DAYS,
    MOST_ANSWER_DAYS,
)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_answer_days = fields.Integer(
        string="Days to answer",
        config_parameter=ANSWER_DAYS,
        default=DEFAULT_ANSWER_DAYS,
        help="For how many days customers may answer an e-mail with a click. E-mails "
        "that were sent keep theirs.",
    )

    def set_values(self):
        if not 1 <= self.playbook_answer_days <= MOST_ANSWER_DAYS:
            raise UserError(
                self.env._(
                    "Customers cannot be given %(days)s days to answer. Enter 1 to "
                    "%(most)s days, for example 60.",
                    days=self.playbook_answer_days,
                    most=MOST_ANSWER_DAYS,
                )
            )
        return super().set_values()
