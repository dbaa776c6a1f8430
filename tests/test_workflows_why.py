"""Why a workflow does not follow up a record."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .follow_up_common import FollowUpCommon


class WhyCommon(FollowUpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls._create_stale(20)

    def _why(self, document, workflow=None, user=None):
        """The reasons for one workflow; None where it has none to give."""
        wanted = workflow or self.workflow
        told = self._tell(document, user)["others"]
        found = {other["id"]: other["reasons"] for other in told}
        return found.get(wanted.id)

    def assertWhy(self, document, *words, workflow=None, user=None):
        """There is one reason for each of ``words``, which stand in them."""
        reasons = self._why(document, workflow, user)
        self.assertEqual(len(reasons), len(words), reasons)
        for reason, part in zip(reasons, words, strict=True):
            self.assertIn(part, reason)

    def _set(self, **values):
        """Change the workflow as it is, live."""
        self.workflow.sudo().write(values)

    def _switch(self, mode):
        self.env.cr.execute(
            "UPDATE playbook_workflow SET mode = %s WHERE id = %s",
            [mode, self.workflow.id],
        )
        self.workflow.invalidate_recordset()


@tagged("post_install", "-at_install")
class TestWhyNot(WhyCommon):
    def test_it_is_about_to_be_taken_up(self):
        self.assertWhy(self.deal, "next run")

    def test_what_is_followed_up_is_no_other(self):
        self._enroll(self.deal)
        self.assertIsNone(self._why(self.deal))

    def test_what_waits_for_its_turn_says_what_holds_it_up(self):
        stay = self.env["playbook.transition"].search(
            [("lead_id", "=", self.deal.id), ("date_left", "=", False)]
        )
        past = fields.Datetime.now() - timedelta(hours=1)
        self._enroll(self.deal, state="waiting", occurrence=stay.id, next_date=past)
        step = self._tell_one(self.deal)["steps"][0]
        self.assertEqual(step["label"], "Due, waiting for its turn")
        day = fields.Date.today() + timedelta(days=5)
        self.deal.activity_schedule(summary="Lunch", date_deadline=day)
        step = self._tell_one(self.deal)["steps"][0]
        self.assertEqual((step["label"], step["status"]), ("Due, held up", "turn"))
        self.assertIn("An activity is planned for", step["detail"])

    def test_modes(self):
        for mode, words in (
            ("draft", "draft"),
            ("simulation", "simulation"),
            ("paused", "paused"),
        ):
            self._switch(mode)
            with self.subTest(mode):
                self.assertWhy(self.deal, words, user=self.user_sales_management)
        self._switch("draft")
        self.assertIsNone(self._why(self.deal))

    def test_what_is_simulated_is_told_there(self):
        user = self.user_sales_management
        self._enroll(self.deal, state="simulated", simulated=True)
        self._switch("simulation")
        self.assertIsNone(self._why(self.deal, user=user))
        self.assertWhy(self.deal, "simulation")
        self._switch("live")
        self.assertWhy(self.deal, "next run", user=user)

    def test_not_long_enough_in_its_stage(self):
        self._age(self.deal, 3)
        self.assertWhy(self.deal, "In its stage for 3 days of 14")
        self.deal.stage_id.rotting_threshold_days = 30
        self.assertWhy(self.deal, "In its stage for 3 days of 30")
        self._age(self.deal, 1)
        self.assertWhy(self.deal, "In its stage for 1 day of 30")

    def test_an_activity_is_planned(self):
        day = fields.Date.today() + timedelta(days=5)
        self.deal.activity_schedule(summary="Lunch", date_deadline=day)
        self.assertWhy(self.deal, "An activity is planned for")

    def test_closed(self):
        customer = self._create_customer()
        order = self._create_order(customer, opportunity_id=self.deal.id)
        self._confirm(order)
        self.assertWhy(self.deal, "The order is confirmed")
        won = self._create_stale(20)
        won.action_set_won()
        self.assertWhy(won, "Won")
        lost = self._create_stale(20)
        lost.action_set_lost()
        self.assertWhy(lost, "Lost")

    def test_not_the_condition_and_nobodys(self):
        self.deal.write({"name": "Another", "user_id": False, "team_id": False})
        self._set(unassigned_to="nobody")
        user = self.user_sales_management
        self.assertWhy(self.deal, "Nobody", "condition", user=user)

    def test_only_for_a_company_and_not_in_the_pilot(self):
        self._set(
            company_id=self.env.company.id,
            pilot_team_ids=[Command.set(self.team_other.ids)],
        )
        self._switch("pilot")
        self.assertWhy(self.deal, "pilot")
        self._set(pilot_team_ids=[Command.set(self.team.ids)])
        self.assertWhy(self.deal, "next run")

    def test_a_lead(self):
        lead = self._create_lead(type="lead", user_id=self.user_sales.id)
        self.assertWhy(lead, "is a lead")

    def test_done_for_this_and_left_alone(self):
        stay = self.env["playbook.transition"].search(
            [("lead_id", "=", self.deal.id), ("date_left", "=", False)]
        )
        values = {"step_id": False, "occurrence": stay.id, "date_ended": stay.date}
        row = self._enroll(self.deal, state="done", **values)
        self.assertIsNone(self._why(self.deal))
        self.assertFalse(self._tell_one(self.deal)["note"])
        row.state = "backlog"
        self.assertIsNone(self._why(self.deal))
        self._set(reentry="once")
        row.write({"state": "done", "occurrence": 5})
        self.assertIsNone(self._why(self.deal))
        self.assertIn("Only once", self._tell_one(self.deal)["note"])

    def test_a_condition_that_cannot_be_searched_with(self):
        self.env.cr.execute(
            "UPDATE playbook_workflow SET domain = %s WHERE id = %s",
            ["[('no_such_field', '=', 1)]", self.workflow.id],
        )
        self.workflow.invalidate_recordset()
        self.assertWhy(self.deal, "cannot be searched with")

    def test_another_companys_workflow_is_left_out(self):
        self.env.cr.execute(
            "UPDATE playbook_workflow SET company_id = %s WHERE id = %s",
            [self.company_other.id, self.workflow.id],
        )
        self.workflow.invalidate_recordset()
        self.assertIsNone(self._why(self.deal))

    def test_the_limit_of_new_records(self):
        self._set(entry_limit=1)
        self._enroll(self._create_stale(20))
        self.assertWhy(self.deal, "next days")


@tagged("post_install", "-at_install")
class TestWhyNotOfOthers(WhyCommon):
    def _make(self, **values):
        workflow = self._create_workflow(domain="[]", **values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE playbook_workflow SET mode = 'live', run_as_id = %s WHERE id = %s",
            [self.user_sales_management.id, workflow.id],
        )
        workflow.invalidate_recordset()
        return workflow

    def test_quotations(self):
        workflow = self._make(target="order", trigger="unanswered", delay_days=3)
        customer = self._create_customer()
        order = self._create_order(customer, user_id=self.user_sales.id)
        self.assertWhy(order, "has not been sent", workflow=workflow)
        order.action_quotation_sent()
        self.assertWhy(order, "Sent 0 days ago of 3", workflow=workflow)
        order.playbook_sent_date -= timedelta(days=5)
        self.assertWhy(order, "next run", workflow=workflow)
        order.message_post(body="Fine", author_id=customer.id, message_type="comment")
        self.assertWhy(order, "has answered", workflow=workflow)
        self._confirm(order)
        self.assertWhy(order, "The order is confirmed", workflow=workflow)

    def test_customers(self):
        workflow = self._make(target="partner", trigger="inactive", delay_days=90)
        customer = self._create_customer(user_id=self.user_sales.id)
        self.assertWhy(customer, "has bought", workflow=workflow)
        self._confirm(self._create_order(customer))
        self.env.flush_all()
        customer.invalidate_recordset()
        self.assertWhy(customer, "0 days ago of 90", workflow=workflow)

    def test_sources(self):
        source = self.env["utm.source"].create({"name": "Fair"})
        workflow = self._make(
            target="lead", trigger="source", source_ids=[Command.set(source.ids)]
        )
        self.env.ref("base.group_user").implied_ids |= self.env.ref(
            "crm.group_use_lead"
        )
        lead = self._create_lead(type="lead", user_id=self.user_sales.id)
        self.assertWhy(lead, "none of these: Fair", workflow=workflow)
        lead.source_id = source
        self.assertWhy(lead, "next run", workflow=workflow)
        self.assertWhy(self.deal, "for leads", workflow=workflow)

    def test_outcomes(self):
        outcome = self.env["playbook.outcome"].search([], limit=1)
        workflow = self._make(trigger="outcome", outcome_ids=[Command.set(outcome.ids)])
        self.assertWhy(self.deal, outcome.name, workflow=workflow)

    def test_created_long_ago(self):
        workflow = self._make(trigger="created")
        self.assertWhy(self.deal, "next run", workflow=workflow)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2020-01-05' WHERE id = %s",
            [self.deal.id],
        )
        self.deal.invalidate_recordset()
        self.assertWhy(self.deal, "looks back only to", workflow=workflow)

    def test_the_engine_agrees(self):
        """What is said to be taken up with the next run is, and nothing else."""
        others = self._create_stale(20, user_id=self.user_sales.id)
        fresh = self._create_stale(2)
        other = self._create_stale(20, name="Another")
        deals = self.deal | others | fresh | other
        said = {deal for deal in deals if "next run" in " ".join(self._why(deal) or ())}
        self._run()
        self.assertEqual(said, set(self._enrollments(deals).lead_id))

    def test_as_many_queries_whatever_was_taken_up_before(self):
        lead, other = self._create_stale(20), self._create_stale(20)
        for number, deal in [(3, lead), (30, other)]:
            for occurrence in range(number):
                self._enroll(deal, state="done", occurrence=-1 - occurrence)
        ask = self.env["playbook.workflow"].with_user(self.user_sales)._tell_why_not
        for deal in (lead, other):
            ask(deal.with_user(self.user_sales))
        few, many = (
            self._count_queries(lambda deal=deal: ask(deal.with_user(self.user_sales)))
            for deal in (lead, other)
        )
        self.assertEqual(few, many)
