from odoo import api, models
from odoo.fields import Domain

from .playbook_enrollment import QUARANTINED
from .playbook_workflow import ACTING


class PlaybookDay(models.AbstractModel):
    """The workflows that one answers for: what went wrong.

    Nothing runs unattended.
    """

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "stuck"]

    @api.model
    def _find_answered_for(self, domain, ids=None):
        Workflow = self.env["playbook.workflow"]
        if not Workflow.has_access("read"):
            return Workflow
        covered = self.env.user._get_covered_users().ids
        domain &= Domain("responsible_id", "in", covered)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return Workflow.search(domain & Domain("mode", "in", ACTING))

    # ------------------------------------------------------------------
    # What went wrong
    # ------------------------------------------------------------------

    @api.model
    def _lines_stuck(self):
        failing = Domain("enrollment_ids.state", "=", QUARANTINED)
        failing |= Domain("problem", "!=", False) | Domain("run_problem", "!=", False)
        failures = self.env["playbook.customer.mail"]._count_failures()
        unsent = {workflow.id: count for workflow, count in failures.items()}
        failing |= Domain("id", "in", list(unsent))
        found = self._find_answered_for(failing)
        return [
            self._make_line(
                "stuck",
                workflow,
                title=self.env._("See why it does not do everything"),
                badge=self._get_stuck_words(workflow, unsent.get(workflow.id)),
                icon="fa-exclamation-triangle",
                # It goes away when it is mended.
                can_finish=False,
                can_postpone=False,
            )
            for workflow in found
        ]

    @api.model
    def _get_stuck_words(self, workflow, unsent):
        """:param unsent: how many of its e-mails could not be sent."""
        count = workflow.quarantined_count
        if count:
            return self.env._("%(count)s in quarantine", count=count)
        if unsent:
            return self.env._("%(count)s e-mails could not be sent", count=unsent)
        return self.env._("Could not be carried out")
