from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_decision_type import FOUR_EYES
from .res_users_attention import DAILY_LIMIT, DEFAULT_DAILY_LIMIT, MAX_DAILY_LIMIT


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_four_eyes = fields.Boolean(
        string="Four eyes",
        config_parameter=FOUR_EYES,
        help="Nobody decides on their own work.",
    )
    playbook_daily_limit = fields.Integer(
        string="Daily limit",
        config_parameter=DAILY_LIMIT,
        default=DEFAULT_DAILY_LIMIT,
        help="How much is asked of a person by itself on one day, at most, by all "
        "workflows together. The rest waits its turn.",
    )

    @api.model
    def get_values(self):
        """Show the limit that is used, whatever the parameter holds."""
        limit = self.env["res.users"]._get_daily_limit()
        return {**super().get_values(), "playbook_daily_limit": limit}

    def set_values(self):
        if not 1 <= self.playbook_daily_limit <= MAX_DAILY_LIMIT:
            raise UserError(
                self.env._(
                    "A person gets 1 to %(most)s automatic items a day, not %(limit)s. "
                    "Enter the daily limit, for example 10.",
                    limit=self.playbook_daily_limit,
                    most=MAX_DAILY_LIMIT,
                )
            )
        return super().set_values()
