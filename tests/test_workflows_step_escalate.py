"""Escalating: the leader reads who was asked what, and has not done it."""

from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepEscalate(StepCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls._create_step("activity", sequence=1)
        cls.escalate = cls.env["playbook.workflow.step"].create(
            {
                "workflow_id": cls.step.workflow_id.id,
                "kind": "escalate",
                "summary": "Help",
                "note": False,
                "condition": "open",
                "sequence": 2,
            }
        )

    def _ask(self, deals, state="planned"):
        """The rows of enrollments of ``deals`` whose first step was carried out."""
        enrollments = self.env["playbook.enrollment"].create(
            [
                {
                    "workflow_id": self.step.workflow_id.id,
                    "lead_id": deal.id,
                    "occurrence": deal.id,
                    "state": "running",
                    "date_entered": datetime(2026, 3, 4, 23, 30),
                }
                for deal in deals
            ]
        )
        activities = [done.activity_id for done in self._carry_out(self.step, deals)]
        self.env["playbook.workflow.event"].create(
            [
                {
                    "enrollment_id": enrollment.id,
                    "lead_id": enrollment.lead_id.id,
                    "step_id": self.step.id,
                    "step_name": "Call",
                    "occurrence": enrollment.occurrence,
                    "user_id": self.user_sales.id,
                    "state": state,
                    "date": datetime(2026, 3, 4, 23, 30),
                    "activity_id": activity_id,
                }
                for enrollment, activity_id in zip(enrollments, activities, strict=True)
            ]
        )
        leader = self.user_team_leader.id
        return [
            {**row, "enrollment_id": enrollment.id, "user_id": leader}
            for row, enrollment in zip(self._rows(deals), enrollments, strict=True)
        ]

    def _escalate(self, rows):
        env = self._acting_as(self.user_sales_management)
        done = self.escalate._run_step(rows, env)
        ids = [done[row["enrollment_id"]].activity_id for row in rows]
        return self.env["mail.activity"].browse(ids)

    def test_leader_reads_who_was_asked_what(self):
        self.user_team_leader.tz = "Europe/Madrid"
        activity = self._escalate(self._ask(self._create_deals(1)))
        self.assertEqual(activity.user_id, self.user_team_leader)
        self.assertEqual(activity.summary, "Help")
        self.assertIn("Playbook sales looks after this record.", activity.note)
        # It was half past eleven at night in London.
        self.assertIn(
            "Playbook sales was asked on 03/05/2026, and has not done it: “Call”.",
            activity.note,
        )

    def test_leader_reads_it_in_their_language(self):
        self._activate_spanish(self.user_team_leader)
        self.escalate.with_context(lang="es_ES").summary = "Ayuda"
        activity = self._escalate(self._ask(self._create_deals(1)))
        self.assertEqual(activity.summary, "Ayuda")
        self.assertIn("04/03/2026", activity.note)

    def test_what_is_done_is_not_held_against_anybody(self):
        rows = self._ask(self._create_deals(1), state="finished")
        self.assertNotIn("was asked", self._escalate(rows).note)

    def test_nobodys(self):
        [row] = self._ask(self._create_deals(1))
        note = self._escalate([{**row, "person_id": None}]).note
        self.assertIn("Nobody looks after this record.", note)

    def test_without_a_leader_it_says_so(self):
        [row] = self._ask(self._create_deals(1))
        with self.assertRaisesRegex(UserError, "who leads the sales team"):
            self._escalate([{**row, "user_id": None}])

    def test_few_and_many_cost_the_same(self):
        self._escalate(self._ask(self._create_deals(1)))
        few, many = (self._ask(self._create_deals(count)) for count in (3, 30))
        self.assertEqual(
            self._count_queries(lambda: self._escalate(few)),
            self._count_queries(lambda: self._escalate(many)),
        )
