from odoo import models

from .playbook_workflow import LIVE, PILOT


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    def _get_expectations(self):
        """What workflows expect of who sells, as long as they are live; of who is in
        the pilot while it is one.
        """
        found = super()._get_expectations()
        if self.screen != "sales":
            return found
        # What a workflow asks people for is no secret to them.
        workflows_sudo = self.env["playbook.workflow"].sudo()
        acting = workflows_sudo.search(
            [
                ("mode", "in", [LIVE, PILOT]),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ]
        )
        user = self.env.user
        meant = acting.filtered(
            lambda each: (
                each.mode == LIVE
                or user in each.pilot_user_ids | each.pilot_team_ids.member_ids
            )
        )
        return found + [(workflow.name, workflow.in_words) for workflow in meant]
