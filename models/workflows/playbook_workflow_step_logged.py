"""Steps that wait until what was asked before is done and reported."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..actions.mail_activity_type import REQUIRE
from .playbook_workflow_step import ASKING, ESCALATE, LOGGED

# What is reported: an escalation is about what others have not done.
REPORTED = set(ASKING) - {ESCALATE}


class Wait(NamedTuple):
    """How long, as a step says it."""

    delay: int
    delay_unit: str


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _find_unreported(self, step, rows):
        """Which of ``rows`` have to wait for what people still have to report.

        It is asked again on the next working day; nothing is left out meanwhile.

        :return: as of ``playbook.workflow.step._find_postponed``.
        """
        if step.condition != LOGGED or not rows:
            return {}
        for model in ("mail.activity", "playbook.action", "playbook.workflow.event"):
            self.env[model].flush_model()
        found = dict(
            self.env.execute_query(unreported([row["enrollment_id"] for row in rows]))
        )
        if not found:
            return {}
        due = self._get_due_dates(Wait(1, "working"), self._now())
        return {
            row["enrollment_id"]: (
                due.get(row["company_id"], due[None]),
                self.env._(
                    "“%(asked)s” is not done and reported yet.",
                    asked=found[row["enrollment_id"]],
                ),
            )
            for row in rows
            if row["enrollment_id"] in found
        }


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    @api.constrains("condition", "kind", "workflow_id")
    def _check_logged(self):
        for step in self:
            for problem in step._find_faults_of_report():
                raise ValidationError(step._tell_problem(problem))

    def _find_faults_of_order(self):
        yield from super()._find_faults_of_order()
        yield from self._find_faults_of_report()

    def _find_faults_of_report(self):
        """What waits for a report has something before it that is reported."""
        if self.condition != LOGGED:
            return
        steps = self.workflow_id.step_ids.sorted(lambda step: (step.sequence, step.id))
        before = steps[: list(steps).index(self)]
        if not any(step.kind in REPORTED for step in before):
            yield self.env._(
                "there is no activity before it that somebody could report. Choose "
                "“Always”, or put a step before it that plans an activity."
            )


def unreported(enrollment_ids):
    """The enrollments of which something that was asked is not reported.

    Done and reported is an activity of which an action tells, with an outcome where its
    type asks for one. Of an activity that somebody has deleted, any action on the
    record since then tells. An escalation is settled with what it is about.

    :return: a query with the rows ``(enrollment_id, what was asked)``, one for each.
    """
    return SQL(
        """
        SELECT DISTINCT ON (event.enrollment_id) event.enrollment_id, event.step_name
          FROM playbook_workflow_event event
     LEFT JOIN playbook_workflow_step step ON step.id = event.step_id
         WHERE event.enrollment_id = ANY(%(enrollments)s)
           AND step.kind IS DISTINCT FROM %(escalate)s
           AND event.state IN ('planned', 'finished', 'cancelled')
           AND NOT EXISTS (
                SELECT FROM playbook_customer_mail mail
                 WHERE mail.enrollment_id = event.enrollment_id
                   AND mail.step_id = event.step_id
                   AND mail.occurrence = event.occurrence)
           AND NOT EXISTS (
                SELECT FROM playbook_action action
             LEFT JOIN mail_activity_type kind ON kind.id = action.activity_type_id
                 WHERE action.state = 'done'
                   AND (action.outcome_id IS NOT NULL
                        OR kind.playbook_outcome_policy IS DISTINCT FROM %(require)s)
                   AND (action.activity_id = event.activity_id
                        OR event.activity_id IS NULL
                           AND action.date_done >= event.date
                           AND (action.lead_id = event.lead_id
                                OR action.commercial_partner_id = event.partner_id
                                OR action.order_id = event.order_id)))
      ORDER BY event.enrollment_id, event.id
        """,
        enrollments=list(enrollment_ids),
        escalate=ESCALATE,
        require=REQUIRE,
    )
