"""What a review found: steps that change, pilots, merges, people who are nobody's."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import DAY, TAKE, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowsReviewed(EngineCommon):
    def _begin(self, *steps, count=1, **values):
        with freeze_time(DAY):
            self._switch_on(*steps, **values)
            leads = self._create_stale(days=20, count=count)
            self._run()
        return leads

    def test_the_only_step_is_replaced(self):
        leads = self._begin({}, count=3, daily_limit=1)
        with freeze_time(self._after(hours=1)):
            self.workflow.with_user(self.user_sales_management).step_ids = [
                Command.clear(),
                Command.create({"summary": "New"}),
            ]
        states = self._enrollments(leads).mapped("state")
        self.assertCountEqual(states, ["running", "waiting", "waiting"])
        self._at(self._after(days=1))
        self._at(self._after(days=2))
        self._at(self._after(days=3))
        self.assertEqual(len(self._enrollments(leads).filtered("event_ids")), 3)

    def test_steps_that_change_places(self):
        lead = self._begin({}, {"delay": 1}, {"delay": 1})
        first, second, _third = self.workflow.step_ids
        with freeze_time(self._after(hours=1)):
            self.workflow.with_user(self.user_sales_management).step_ids = [
                Command.update(first.id, {"sequence": 9}),
                Command.update(second.id, {"sequence": 0}),
            ]
        self._at(self._after(days=1))
        self._at(self._after(days=2))
        self._at(self._after(days=3))
        self.assertEqual(
            [name for name, _state in self._events(lead)],
            ["Step 1", "Step 2", "Step 3"],
        )
        self.assertFalse(self._enrollment(lead).step_id)

    def test_a_step_stays_with_its_workflow(self):
        self._begin({})
        other = self._create_workflow()
        with self.assertRaisesRegex(UserError, "stays one"):
            self.workflow.step_ids.workflow_id = other

    @freeze_time(DAY)
    def test_only_once_whatever_happens_at_once(self):
        self._switch_on(
            target="opportunity",
            trigger="outcome",
            reentry="once",
            outcome_ids=self._get_outcome("went_well").ids,
        )
        lead = self._create_stale(days=0)
        for _turn in range(2):
            self._finish(lead)
        self._run()
        self.assertEqual(len(self._enrollment(lead)), 1)

    def test_customers_who_had_the_same_are_merged(self):
        with freeze_time(DAY):
            kept, gone = (
                self._create_customer(name=name, user_id=self.user_sales.id)
                for name in ("Kept", "Gone")
            )
            for customer in (kept, gone):
                self._confirm(self._create_order(customer))
            self._create_workflow(
                target="partner", trigger="inactive", delay_days=5, domain="[]"
            ).mode = "simulation"
            self._switch_on({}, {"delay": 9}, target="partner", trigger="created")
            self._enrollment(gone).write({"state": "waiting"})
            self._enrollment(kept).unlink()
            kept.customer_state = False
            self._run()
        self._at(self._after(days=6))
        self.assertEqual(self._enrollment(gone).state, "running")
        with freeze_time(self._after(days=6)):
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (kept | gone).ids, kept, extra_checks=False
            )
        self.env.invalidate_all()
        self.assertEqual(self._enrollment(kept).mapped("state"), ["running"])
        self.assertTrue(self._enrollment(kept).event_ids)

    def test_what_two_customers_had_on_the_same_day_stays(self):
        with freeze_time(DAY):
            customers = self.env["res.partner"]
            for name in ("Kept", "Gone"):
                customers |= self._create_customer(
                    name=name, user_id=self.user_sales.id
                )
                self._confirm(self._create_order(customers[-1]))
            workflow = self._create_workflow(
                target="partner", trigger="inactive", delay_days=5, domain="[]"
            )
            workflow.mode = "simulation"
        self._at(self._after(days=6))
        rows = workflow.enrollment_ids
        self.assertEqual(rows.partner_id, customers)
        self.assertEqual(len(set(rows.mapped("occurrence"))), 1)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            customers.ids, customers[0], extra_checks=False
        )
        self.env.invalidate_all()
        self.assertEqual(rows.exists(), rows)
        self.assertEqual(rows.partner_id, customers[0])

    def test_a_hand_over_that_fails_changes_nothing_else(self):
        lead = self._begin({}, {"kind": "escalate", "delay": 7, "condition": "open"})
        due = self._enrollment(lead).next_date
        Workflow = type(self.env["playbook.workflow"])

        def fail(workflow, rows):
            raise ValueError("no")

        self.patch(Workflow, "_give_to_salespeople", fail)
        lead.user_id = self.user_other_team
        self._at(self._after(hours=1))
        self._at(self._after(hours=3))
        enrollment = self._enrollment(lead)
        self.assertEqual((enrollment.state, enrollment.next_date), ("running", due))
        self.assertEqual(enrollment.error, "no")

    def test_done_while_paused(self):
        lead = self._begin({})
        enrollment = self._enrollment(lead)
        with freeze_time(self._after(hours=1)):
            enrollment._change("pause", "Holidays")
            self._planned(lead).action_feedback(feedback="Done.")
            self._run()
            enrollment._change("go_on", "Back")
            self._run()
        self.assertEqual(enrollment.state, "done")

    def test_the_last_purchase_is_cancelled(self):
        customer = self._create_customer(user_id=self.user_sales.id)
        with freeze_time(DAY):
            self._confirm(self._create_order(customer))
            self._switch_on(
                {}, {"delay": 2}, target="partner", trigger="inactive", delay_days=30
            )
        with freeze_time(self._after(days=10)):
            order = self._create_order(customer)
            self._confirm(order)
        self._at(self._after(days=41))
        with freeze_time(self._after(days=42)):
            order._action_cancel()
            self._run()
        self._at(self._after(days=44))
        self.assertEqual(len(self._enrollment(customer)), 1)
        self.assertEqual(len(self._events(customer)), 2)

    def test_a_step_that_asks_nobody_needs_nobody(self):
        step = {"assign_to": "user", "kind": "field"}
        step |= {"set_field": "crm.lead.priority", "set_value": "High"}
        admin = self.env.ref("base.user_admin")
        names = dict(self.env["playbook.workflow.step"]._selection_set_field())
        if step["set_field"] not in names:
            step["set_field"] = next(name for name in names if "priority" in name)
        with freeze_time(DAY):
            self._switch_on(step, user=admin)
            lead = self._create_stale(days=20)
            self._run()
        self.assertEqual(self._events(lead), [("Step 1", "carried_out")])

    def test_nobodys_after_it_has_begun(self):
        lead = self._begin({}, {"delay": 1})
        lead.user_id = False
        with mute_logger(TAKE):
            self._at(self._after(days=1))
        self.assertEqual(self._enrollment(lead).state, "quarantined")
        self.assertIn("nobody", self._enrollment(lead).error)

    def test_merged_with_one_left_in_the_backlog(self):
        with freeze_time(DAY):
            kept = self._create_lead(name="Stale deal A", user_id=self.user_sales.id)
            self._switch_on({}, {"delay": 1}, target="opportunity", trigger="created")
            gone = self._create_lead(name="Stale deal B", user_id=self.user_sales.id)
            self._born(gone)
            self._run()
            self._enrollment(gone).copy({"lead_id": kept.id, "state": "backlog"})
            self.env["playbook.enrollment"]._end_doubles("lead_id", kept, gone)
        self.assertEqual(self._enrollment(gone).state, "running")
        self.assertEqual(self._enrollment(kept).state, "cancelled")

    @freeze_time(DAY)
    def test_a_paused_pilot_that_goes_live_for_all_asks_anew(self):
        self.workflow = self._create_workflow(
            domain="[]", pilot_user_ids=self.user_sales.ids
        )
        workflow = self.workflow.with_user(self.user_sales_management)
        workflow.mode = "pilot"
        other = self._create_stale(days=20, user_id=self.user_other_team.id)
        workflow.mode = "paused"
        workflow.mode = "live"
        self._run()
        self.assertEqual(self._enrollment(other).state, "backlog")

    @freeze_time(DAY)
    def test_unarchived_it_acts_only_when_somebody_says_so(self):
        self._switch_on()
        workflow = self.workflow.with_user(self.user_sales_management)
        workflow.active = False
        workflow.active = True
        lead = self._create_stale(days=20)
        self._run()
        self.assertEqual(workflow.mode, "draft")
        self.assertFalse(self._enrollment(lead))

    def test_no_pilot_of_nobody_and_no_day_of_silence(self):
        workflow = self._create_workflow()
        with self.assertRaisesRegex(UserError, "no pilot"), self.cr.savepoint():
            workflow.with_user(self.user_sales_management).mode = "pilot"
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            workflow.write({"quiet_from": 0, "quiet_to": 24})

    def test_a_lead_that_is_converted_is_none_any_more(self):
        self._use_leads()
        with freeze_time(DAY):
            self._switch_on({}, {"delay": 3}, target="lead", trigger="created")
            lead = self._create_lead(type="lead", user_id=self.user_sales.id)
            self._born(lead)
            self._run()
            lead.convert_opportunity(self._create_customer())
            self._run()
        self.assertEqual(self._enrollment(lead).ending, "converted")
        self.assertFalse(self._planned(lead))

    def test_outside_the_pilot_nothing_goes_on(self):
        with freeze_time(DAY):
            self.workflow = self._create_workflow(
                domain="[]",
                pilot_user_ids=self.user_sales.ids,
                step_ids=[
                    Command.create({"summary": "One", "sequence": 1}),
                    Command.create({"summary": "Two", "sequence": 2, "delay": 1}),
                ],
            )
            workflow = self.workflow.with_user(self.user_sales_management)
            workflow.mode = "pilot"
            lead = self._create_stale(days=20)
            self._run()
            workflow.pilot_user_ids = self.user_other_team
        self._at(self._after(days=1))
        self.assertEqual(self._events(lead), [("One", "planned")])

    def test_erased_people_leave_no_words(self):
        customer = self._create_customer()
        lead = self._begin({})
        lead.partner_id = customer
        enrollment = self._enrollment(lead)
        enrollment.write({"reason": "Ann is ill", "error": "Ann"})
        enrollment.event_ids.write({"detail": "Ann"})
        self.env.flush_all()
        customer._erase_from_playbook()
        self.assertFalse(enrollment.reason or enrollment.error)
        self.assertEqual(enrollment.event_ids.mapped("detail"), [False])
