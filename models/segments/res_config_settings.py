from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_partner import DEFAULT_INACTIVE_DAYS, MAX_INACTIVE_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_inactive_days = fields.Integer(
        string="Days without a purchase",
        config_parameter="crm_playbook.inactive_days",
        default=DEFAULT_INACTIVE_DAYS,
        help="A customer who has bought nothing for this many days counts as inactive.",
    )

    playbook_territory_assigns = fields.Boolean(
        string="New leads by territory",
        config_parameter="crm_playbook.territory_assigns",
        help="New leads that have neither a salesperson nor a team get those of their "
        "territory.",
    )

    @api.model
    def get_values(self):
        """Show the number that is used, whatever the parameter holds."""
        days = self.env["res.partner"]._get_inactive_days()
        return {**super().get_values(), "playbook_inactive_days": days}

    def set_values(self):
        """Apply another number of days soon, not only at the next daily run."""
        before = self.env["res.partner"]._get_inactive_days()
        if not 1 <= self.playbook_inactive_days <= MAX_INACTIVE_DAYS:
            raise UserError(
                self.env._(
                    "A customer becomes inactive after 1 to %(most)s days without a "
                    "purchase, not after %(days)s. Enter the number of days, for "
                    "example 365.",
                    days=self.playbook_inactive_days,
                    most=MAX_INACTIVE_DAYS,
                )
            )
        result = super().set_values()
        if self.playbook_inactive_days != before:
            cron = self.env.ref(
                "crm_playbook.ir_cron_refresh_customer_states", raise_if_not_found=False
            )
            if cron:
                cron._trigger()
        return result
