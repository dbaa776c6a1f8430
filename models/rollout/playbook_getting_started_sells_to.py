from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..segments.sells_to import SELLS_TO

CONFIGURATOR = "crm_playbook.group_configurator"


class PlaybookGettingStarted(models.Model):
    """Whom do you sell to? Asked once, of who shapes the CRM (R301)."""

    _inherit = "playbook.getting.started"

    asks_sells_to = fields.Boolean(compute="_compute_asks_sells_to")

    @api.depends_context("uid", "company")
    def _compute_asks_sells_to(self):
        self.asks_sells_to = (
            self.env.user.has_group(CONFIGURATOR)
            and not self.env.company.playbook_sells_to
        )

    def action_sell_to(self):
        """Answer it, with what the context says as ``playbook_sells_to``."""
        self.ensure_one()
        if not self.env.user.has_group(CONFIGURATOR):
            raise AccessError(
                self.env._(
                    "Whom you sell to is said by CRM Configurators: it shapes what "
                    "everybody chooses from. Ask one of them."
                )
            )
        answer = self.env.context.get("playbook_sells_to")
        if answer not in dict(SELLS_TO):
            raise UserError(
                self.env._("Choose one of the three: companies, people or both.")
            )
        sentences = self.env.company._preview_sells_to(answer)
        # Who shapes the CRM need not administer companies; it is this answer alone.
        self.env.company.sudo().playbook_sells_to = answer
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": "\n".join(sentences)
                or self.env._("Everything fits already: nothing had to be switched."),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
