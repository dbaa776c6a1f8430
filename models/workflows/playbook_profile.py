from odoo import models

from .playbook_workflow import LIVE


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    def _get_expectations(self):
        """What workflows expect of who sells, as long as they are live."""
        found = super()._get_expectations()
        if self.screen != "sales":
            return found
        # What a workflow asks people for is no secret to them.
        workflows_sudo = self.env["playbook.workflow"].sudo()
        live = workflows_sudo.search(
            [
                ("mode", "=", LIVE),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ]
        )
        return found + [
            (
                workflow.name,
                self.env._(
                    "plans a follow-up for you when an opportunity of yours has not "
                    "moved for %(days)s days.",
                    days=workflow.delay_days,
                ),
            )
            for workflow in live
        ]
