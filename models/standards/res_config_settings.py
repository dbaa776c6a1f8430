from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_doubt_watch import DEFAULT_LEAST, DEFAULT_SHARE, LEAST, SHARE


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_filler_share = fields.Integer(
        string="Answers that say nothing (%)",
        config_parameter=SHARE,
        default=DEFAULT_SHARE,
        help="From this share on a requirement is in doubt, and falls back to warn "
        "unless somebody keeps it.",
    )
    playbook_filler_answers = fields.Integer(
        string="Answers at least",
        config_parameter=LEAST,
        default=DEFAULT_LEAST,
        help="With fewer answers no requirement is in doubt.",
    )

    @api.model
    def get_values(self):
        """Show the numbers that are used, whatever the parameters hold."""
        share, least = self.env["playbook.doubt"]._get_thresholds()
        return {
            **super().get_values(),
            "playbook_filler_share": share,
            "playbook_filler_answers": least,
        }

    def set_values(self):
        if not 1 <= self.playbook_filler_share <= 100:
            raise UserError(
                self.env._(
                    "A requirement is in doubt from a share of 1 to 100 percent of "
                    "its answers on, not of %(share)s. Enter for example 20.",
                    share=self.playbook_filler_share,
                )
            )
        if self.playbook_filler_answers < 1:
            raise UserError(
                self.env._(
                    "Enter from how many answers on a requirement may be in doubt: 1 "
                    "or more, for example 20."
                )
            )
        Lead = self.env["crm.lead"]
        used_leads = Lead._uses_leads()
        result = super().set_values()
        if Lead._uses_leads() != used_leads:
            # What counts as a lead received is something else now.
            self.env["crm.stage"]._measure_leads_soon()
        return result
