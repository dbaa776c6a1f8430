"""Activities: what stands in them, for each thing that can trigger a workflow."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepActivity(StepCommon):
    def _note(self, trigger, record, target="opportunity", user=None):
        step = self._create_step("activity", target, trigger=trigger)
        [done] = self._carry_out(step, record, user)
        return self.env["mail.activity"].browse(done.activity_id).note

    def test_facts_of_each_trigger(self):
        deal = self._create_deals(1)
        customer = self._create_customers(1)
        order = self._create_order(customer, user_id=self.user_sales.id)
        for trigger, record, target, user, facts in (
            ("no_stage_change", deal, "opportunity", None, "no stage change for 20 d"),
            ("created", deal, "opportunity", None, "Created on 03/02/2026."),
            ("source", deal, "lead", None, "Received on 03/02/2026."),
            ("outcome", deal, "opportunity", None, "follows an action of 03/02/2026."),
            (
                *("inactive", customer, "partner", self.user_marketing),
                "No contact and no order since 03/02/2026: 20 days.",
            ),
            (
                *("unanswered", order, "order", self.user_sales),
                "Quotation sent on 03/02/2026, not answered for 20 days.",
            ),
        ):
            with self.subTest(trigger):
                note = self._note(trigger, record, target, user)
                self.assertIn(facts, note)
                self.assertIn("Ask why.", note)

    def test_stands_on_the_record_with_the_workflows_words(self):
        customer = self._create_customers(1)
        step = self._create_step("activity", "partner", due_days=2)
        with freeze_time("2026-03-10 12:00:00"):
            [done] = self._carry_out(step, customer, self.user_marketing)
        activity = self.env["mail.activity"].browse(done.activity_id)
        self.assertRecordValues(
            activity,
            [
                {
                    "res_model": "res.partner",
                    "res_id": customer.id,
                    "summary": "Call",
                    "user_id": self.user_sales.id,
                    "date_deadline": fields.Date.to_date("2026-03-12"),
                }
            ],
        )

    def test_each_person_reads_it_in_their_language(self):
        self._activate_spanish(self.user_team_leader)
        step = self._create_step("activity")
        step.with_context(lang="es_ES").summary = "Llamar"
        deals = self._create_deals(2)
        self._carry_out(step, deals[0])
        self._carry_out(step, deals[1], user_id=self.user_team_leader.id)
        self.assertEqual(self._activities(deals[0]).summary, "Call")
        self.assertEqual(self._activities(deals[1]).summary, "Llamar")

    def test_deleted_type_is_a_todo(self):
        kind = self.env["mail.activity.type"].create({"name": "Visit"})
        step = self._create_step("activity", activity_type_id=kind.id)
        kind.unlink()
        deal = self._create_deals(1)
        self._carry_out(step, deal)
        todo = self.env.ref("mail.mail_activity_data_todo")
        self.assertEqual(self._activities(deal).activity_type_id, todo)

    def test_type_for_other_records_is_refused(self):
        kind = self.env["mail.activity.type"].create(
            {"name": "Visit", "res_model": "res.partner"}
        )
        with self.assertRaisesRegex(ValidationError, "type “Visit” are for other rec"):
            self._create_step("activity", activity_type_id=kind.id)
        step = self._create_step("activity", "partner", activity_type_id=kind.id)
        with self.assertRaisesRegex(ValidationError, "type “Visit” are for other rec"):
            step.workflow_id.target = "opportunity"

    def test_nobody_to_ask_is_told(self):
        step = self._create_step("activity")
        with self.assertRaisesRegex(UserError, "nobody whom “Call” on “Deal 0”"):
            self._carry_out(step, self._create_deals(1), user_id=None)

    def test_whoever_does_not_look_after_it_must_read_it(self):
        step = self._create_step(
            "activity", assign_to="user", assign_user_id=self.user_other_team.id
        )
        deals = self._create_deals(2)
        other = self.user_other_team.id
        with self.assertRaisesRegex(UserError, "who may not read “Deal 0” or does not"):
            self._carry_out(step, deals, user_id=other)
        deals.user_id = other
        self._carry_out(step, deals, user_id=other)
        self.assertEqual(len(self._activities(deals)), 2)

    def test_acts_within_the_rights_of_the_run_as_user(self):
        step = self._create_step("activity", "partner")
        customer = self._create_customers(1)
        with self.assertRaises(AccessError):
            self._carry_out(step, customer, self.user_sales_management)
        self._carry_out(step, customer, self.user_marketing)

    def test_few_and_many_cost_the_same(self):
        self.assertSameCost(self._create_step("activity"), self._create_deals)
        self.assertSameCost(
            self._create_step("activity", "partner"),
            self._create_customers,
            self.user_marketing,
        )
