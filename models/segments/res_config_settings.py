from odoo import fields, models
from odoo.exceptions import UserError

from .res_partner import DEFAULT_INACTIVE_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_inactive_days = fields.Integer(
        string="Days without a purchase",
        config_parameter="crm_playbook.inactive_days",
        default=DEFAULT_INACTIVE_DAYS,
        help="A customer who has bought nothing for this many days counts as inactive.",
    )

    def set_values(self):
        """Apply another number of days soon, not only at the next daily run."""
        before = self.env["res.partner"]._get_inactive_days()
        if self.playbook_inactive_days < 1:
            raise UserError(
                self.env._(
                    "A customer becomes inactive after at least 1 day without a "
                    "purchase, not after %(days)s. Enter the number of days, for "
                    "example 365.",
                    days=self.playbook_inactive_days,
                )
            )
        result = super().set_values()
        if self.playbook_inactive_days != before:
            self.env.ref("crm_playbook.ir_cron_refresh_customer_states")._trigger()
        return result
