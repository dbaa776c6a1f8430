from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .playbook_enrollment import QUARANTINED
from .playbook_workflow import ACTING
from .playbook_workflow_rules import REVIEW_MONTHS


class PlaybookDay(models.AbstractModel):
    """The workflows that one answers for: what went wrong, and which to look at again.

    Nothing runs unattended.
    """

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "stuck", "review"]

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

    # ------------------------------------------------------------------
    # Looking at it again
    # ------------------------------------------------------------------

    @api.model
    def _find_to_review(self, ids=None):
        due = Domain("review_date", "<=", self._today())
        return self._find_answered_for(due, ids)

    @api.model
    def _lines_review(self):
        return [
            self._make_line(
                "review",
                workflow,
                title=self.env._(
                    "Does this workflow still serve you? Look at it again"
                ),
                date=workflow.review_date,
                by_document=True,
                icon="fa-refresh",
                finish_label=self.env._("Looked at"),
            )
            for workflow in self._find_to_review()
        ]

    @api.model
    def _finish_review(self, ids):
        """Looked at: the next time is in half a year."""
        workflows = self._find_to_review(ids)
        self._check_unchanged(workflows, ids)
        day = self._today() + relativedelta(months=REVIEW_MONTHS)
        workflows._set_review_date(day)
        return self.env._("Next time: %(day)s.", day=self._format_day(day))

    @api.model
    def _postpone_review(self, ids, date):
        workflows = self._find_to_review(ids)
        self._check_unchanged(workflows, ids)
        workflows._set_review_date(fields.Date.to_date(date))
        return self._get_postponed_words(date)
