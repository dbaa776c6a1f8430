"""When a follow-up stops, begins again, or must not begin at all."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import DAY, TAKE, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowStops(EngineCommon):
    def _begin(self, *steps, count=1, **values):
        with freeze_time(DAY):
            self._switch_on(*steps, **values)
            leads = self._create_stale(
                days=20, count=count, partner_id=self._create_customer().id
            )
            self._run()
        return leads

    def test_condition_to_stop(self):
        lead = self._begin({}, {"delay": 1}, stop_domain="[('priority', '=', '3')]")
        lead.priority = "3"
        # What is over gets no further step, even before it is noticed.
        with freeze_time(self._after(days=2)):
            self.env.flush_all()
            self.assertFalse(
                self.env.execute_query(self.workflow._due_sql()), "is over"
            )
            self._run()
        self.assertEqual(self._enrollment(lead).state, "cancelled")
        self.assertEqual(self._enrollment(lead).ending, "condition")
        self.assertFalse(self._planned(lead))
        self.assertEqual(self._events(lead), [("Step 1", "cancelled")])

    def test_the_customer_writes(self):
        lead, silent = self._begin({}, {"delay": 1}, count=2)
        self._wrote(lead, self._after(hours=1))
        self._wrote(silent, self._after(hours=1), self.user_sales.partner_id)
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(lead).ending, "answered")
        self.assertEqual(len(self._planned(silent)), 2)

    def test_an_outcome_that_stops(self):
        stops = self._get_outcome("went_well")
        lead = self._begin({}, {"delay": 1}, stop_outcome_ids=stops.ids)
        with freeze_time(self._after(hours=1)):
            self._finish(lead)
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(lead).ending, "outcome")
        self.assertEqual(self._events(lead), [("Step 1", "finished")])

    def test_archived(self):
        with freeze_time(DAY):
            self._switch_on({}, target="partner", trigger="created")
            customer = self._create_customer(
                is_prospect=True, user_id=self.user_sales.id
            )
            self._run()
            customer.active = False
            self._run()
        self.assertEqual(self._enrollment(customer).ending, "archived")

    def test_again_and_again_while_it_lasts(self):
        lead = self._begin({}, reentry="repeat", repeat_days=7)
        for begin, rounds in ((0, 1), (6, 1), (8, 2), (16, 3)):
            with self.subTest(day=begin), freeze_time(self._after(days=begin)):
                self._run()
                self.assertEqual(len(self._enrollment(lead)), rounds)
                self._planned(lead).action_feedback(feedback="Nothing new.")
                self._run()
        self.assertEqual(sorted(self._enrollment(lead).mapped("round")), [1, 2, 3])

    def test_only_once_for_each_record(self):
        lead = self._begin({}, reentry="once")
        with freeze_time(self._after(days=1)):
            lead.stage_id = self.stage_next
            self._run()
        with freeze_time(self._after(days=40)):
            self._run()
        self.assertEqual(len(self._enrollment(lead)), 1)

    def test_more_than_it_may_take_up_in_a_day(self):
        self._begin({}, count=5, entry_limit=3)
        taken = self.env["playbook.enrollment"].search(
            [("workflow_id", "=", self.workflow.id)]
        )
        self.assertEqual(len(taken), 3)
        self._at(self._after(hours=1))
        self.assertIn("3 new records", self.workflow.problem)
        self._at(self._after(days=1, minutes=1))
        self.assertEqual(
            self.env["playbook.enrollment"].search_count(
                [("workflow_id", "=", self.workflow.id)]
            ),
            5,
        )
        self._at(self._after(days=2, minutes=5))
        self.assertFalse(self.workflow.problem)

    def test_what_goes_round_in_circles(self):
        """Something that each follow-up brings about lets it begin anew."""
        with freeze_time(DAY):
            self._switch_on(
                target="opportunity",
                trigger="outcome",
                outcome_ids=self._get_outcome("went_well").ids,
            )
            lead = self._create_stale(days=0)
            with mute_logger(TAKE):
                for _turn in range(7):
                    self._finish(lead)
                    self._run()
        states = self._enrollment(lead).sorted("id").mapped("state")
        self.assertEqual(states[5:], ["quarantined"] * 2)
        self.assertIn("again and again", self._enrollment(lead)[0].error)

    def test_trigger_and_target_are_kept(self):
        self._begin({})
        workflow = self.workflow.with_user(self.user_sales_management)
        with self.assertRaisesRegex(UserError, "Duplicate it"):
            workflow.write({"target": "lead", "trigger": "created"})

    def test_a_wrong_condition_is_refused(self):
        for name in ("domain", "stop_domain"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self._create_workflow(**{name: "[('no_such_field', '=', 1)]"})

    def test_condition_on_a_field_that_is_gone(self):
        leads = self._begin({}, {"delay": 1}, count=2)
        self.env.cr.execute(
            "UPDATE playbook_workflow SET domain = %s WHERE id = %s",
            ("[('x_gone', '=', 1)]", self.workflow.id),
        )
        self.env.invalidate_all()
        run = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_problem"
        with mute_logger(run):
            self._at(self._after(days=1))
        self.assertIn("x_gone", self.workflow.problem)
        self.assertEqual(len(self._planned(leads[0])), 1)
