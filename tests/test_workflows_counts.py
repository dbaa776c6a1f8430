"""What has become of the records at each step: counts that open what they count."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .workflow_common import WorkflowCommon

COUNTS = ("waiting", "done", "skipped", "failed", "stopped", "simulated")


@tagged("post_install", "-at_install")
class TestStepCounts(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workflow.step_ids = [
            Command.create({"summary": "Again", "sequence": 20, "delay": 3})
        ]
        cls.first, cls.second = cls.workflow.step_ids.sorted("sequence")
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Counted {number}",
                    "type": "opportunity",
                    "user_id": cls.user_sales.id,
                    "team_id": cls.team.id,
                }
                for number in range(8)
            ]
        )
        # State, next step, and what has become of the first one.
        cls.rows = [
            ("waiting", cls.first, None),
            ("running", cls.second, "finished"),
            ("paused", cls.second, "planned"),
            ("quarantined", cls.first, None),
            ("cancelled", cls.second, "carried_out"),
            ("done", None, "skipped"),
            ("backlog", cls.first, None),
            ("simulated", None, "simulated"),
        ]
        cls.enrollments = cls._create_enrollments()
        cls._create_events()

    @classmethod
    def _create_enrollments(cls):
        return cls.env["playbook.enrollment"].create(
            [
                {
                    "workflow_id": cls.workflow.id,
                    "lead_id": lead.id,
                    "occurrence": lead.id,
                    "state": state,
                    "simulated": state == "simulated",
                    "step_id": step.id if step else False,
                    "user_id": cls.user_sales.id,
                    "date_entered": fields.Datetime.now(),
                }
                for lead, (state, step, _event) in zip(cls.leads, cls.rows, strict=True)
            ]
        )

    @classmethod
    def _create_events(cls):
        cls.env["playbook.workflow.event"].create(
            [
                {
                    "enrollment_id": enrollment.id,
                    "lead_id": enrollment.lead_id.id,
                    "step_id": cls.first.id,
                    "step_name": "Call",
                    "occurrence": enrollment.occurrence,
                    "state": event,
                    "date": fields.Datetime.now(),
                }
                for enrollment, (_state, _step, event) in zip(
                    cls.enrollments, cls.rows, strict=True
                )
                if event
            ]
        )

    def _counts(self, step):
        return {name: step[f"{name}_count"] for name in COUNTS}

    def test_counts(self):
        self.assertEqual(
            self._counts(self.first),
            {
                "waiting": 1,
                "done": 3,
                "skipped": 1,
                "failed": 1,
                "stopped": 0,
                "simulated": 1,
            },
        )
        self.assertEqual(
            self._counts(self.second),
            {
                "waiting": 2,
                "done": 0,
                "skipped": 0,
                "failed": 0,
                "stopped": 1,
                "simulated": 0,
            },
        )

    def test_each_opens_what_it_counts(self):
        for step in (self.first, self.second):
            for name in COUNTS:
                with self.subTest(step=step.summary, count=name):
                    mine = step.with_user(self.user_sales)
                    action = mine.with_context(
                        playbook_count=name
                    ).action_open_records()
                    found = mine.env[action["res_model"]].search(action["domain"])
                    self.assertEqual(len(found), mine[f"{name}_count"])

    def test_simulated_are_counted_as_on_the_workflow(self):
        """One that has been cancelled since is not simulated any more."""
        simulated = self.enrollments[-1]
        self.assertEqual(self.workflow.simulated_count, self.first.simulated_count)
        simulated.state = "cancelled"
        self.env.invalidate_all()
        self.assertEqual(self.workflow.simulated_count, 0)
        self.assertEqual(self.first.simulated_count, 0)
        domain = self.first._get_records_domain("simulated")
        self.assertFalse(self.enrollments.filtered_domain(domain))

    def test_only_what_one_may_read_is_counted(self):
        others = self.first.with_user(self.user_other_team)
        self.assertEqual(set(self._counts(others).values()), {0})
        mine = self.first.with_user(self.user_sales)
        self.assertEqual(mine.done_count, 3)

    def test_counts_take_no_query_for_each(self):
        self.workflow.step_ids = [
            Command.create({"summary": f"Step {number}"}) for number in range(6)
        ]
        steps = self.first.browse(self.workflow.step_ids.ids)
        few, many = (
            self._count_queries(lambda these=these: these.mapped("done_count"))
            for these in (self.first.browse(steps[:1].id), steps)
        )
        self.assertEqual(few, many)

    def test_a_step_that_is_not_saved_has_none(self):
        step = self.first.new({"workflow_id": self.workflow.id})
        self.assertEqual(set(self._counts(step).values()), {0})

    def test_the_history_is_grouped_by_workflow(self):
        Event = self.env["playbook.workflow.event"].with_user(self.user_sales)
        domain = [("workflow_id", "=", self.workflow.id), ("state", "!=", "simulated")]
        groups = Event.formatted_read_group(
            domain, ["workflow_id", "date:month"], ["__count"]
        )
        self.assertEqual(groups[0]["workflow_id"][0], self.workflow.id)
        self.assertEqual(sum(group["__count"] for group in groups), 4)
        self.assertTrue(Event.fields_get(["workflow_id"])["workflow_id"]["groupable"])
        self.assertEqual(len(Event.search(domain)), 4)
        action = Event.search(domain, limit=1).action_open_document()
        self.assertEqual(action["res_model"], "crm.lead")
