"""Going live, the backlog, and how many a person gets on one day."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestBacklog(WorkflowCommon):
    def _start(self, purpose="backlog", user=None):
        workflow = self.workflow.with_user(user or self.user_sales_management)
        opened = {
            "live": workflow.action_go_live,
            "backlog": workflow.action_take_backlog,
        }[purpose]()
        return workflow.env[opened["res_model"]].browse(opened["res_id"])

    def test_what_is_stale_at_go_live_is_not_taken(self):
        before = self._create_stale(count=2)
        self._go_live()
        self.assertStates(before, ["backlog", "backlog"])
        after = self._create_stale()
        self._run()
        self.assertFalse(self._activities(before))
        self.assertEqual(len(self._activities(after)), 1)
        self.assertEqual(self.workflow.run_as_id, self.user_sales_management)
        self.assertTrue(self.workflow.live_date)

    def test_next_stay_of_a_backlog_deal_is_taken(self):
        lead = self._create_stale()
        self._go_live()
        lead.stage_id = self.stage_next
        self._age(lead, 20)
        self._run()
        self.assertStates(lead, ["cancelled", "running"])

    def test_taking_the_backlog_lifts_the_limit(self):
        self.workflow.daily_limit = 2
        leads = self._create_stale(count=5)
        self._go_live()
        start = self._start()
        self.assertEqual((start.stale_count, start.taken_count), (5, 5))
        start.action_confirm()
        self._run()
        self.assertEqual(len(self._activities(leads)), 5)
        # They do not count against today's limit.
        later = self._create_stale(count=3)
        self._run()
        self.assertEqual(len(self._activities(later)), 2)

    def test_what_waits_its_turn_is_backlog_too(self):
        self.workflow.daily_limit = 1
        self._go_live()
        leads = self._create_stale(count=3)
        self._run()
        self.assertStates(leads, ["running", "waiting", "waiting"])
        self._start().action_confirm()
        self._run()
        self.assertStates(leads, ["running"] * 3)

    def test_going_live_again_asks_again(self):
        self.workflow.daily_limit = 1
        leads = self._create_stale(count=4)
        self._go_live()
        self._start().action_confirm()
        self.assertStates(leads, ["waiting"] * 4)
        self.workflow.mode = "simulation"
        start = self._start("live")
        self.assertEqual((start.stale_count, start.taken_count), (4, 0))
        start.action_confirm()
        self._run()
        self.assertFalse(self._activities(leads))
        self.assertStates(leads, ["backlog"] * 4)

    def test_what_became_stale_since_the_last_run_is_taken_too(self):
        self.workflow.daily_limit = 1
        self._go_live()
        leads = self._create_stale(count=3)
        start = self._start()
        self.assertEqual((start.stale_count, start.taken_count), (3, 3))
        told = start.action_confirm()
        self.assertIn("3 opportunities", told["params"]["message"])
        # They are on their way: nothing is left to take.
        self.assertEqual(self._start().stale_count, 0)
        self._run()
        self.assertEqual(len(self._activities(leads)), 3)

    def test_nothing_to_take_is_told(self):
        self._go_live()
        told = self._start().action_confirm()
        self.assertIn("Nothing was stale", told["params"]["message"])

    def test_deals_without_salesperson_are_told(self):
        self._create_stale()
        self._create_stale(count=2, user_id=False)
        start = self._start("live")
        self.assertEqual((start.stale_count, start.without_salesperson_count), (1, 2))

    def test_what_is_no_longer_stale_is_not_taken(self):
        moved, planned, stale = leads = self._create_stale(count=3)
        self._go_live()
        moved.stage_id = self.stage_next
        planned.activity_schedule(
            date_deadline=fields.Date.add(fields.Date.today(), days=4)
        )
        start = self._start()
        self.assertEqual(start.stale_count, 1)
        start.action_confirm()
        self._run()
        own = self._activities(leads).filtered(lambda each: each.summary == "Call")
        self.assertEqual(own.mapped("res_id"), stale.ids)

    def test_the_choice_before_going_live(self):
        for choice, limit, counts in (
            ("later", 10, (0, 0)),
            ("limited", 2, (2, 1)),
            ("all", 10, (4, 1)),
        ):
            with self.subTest(choice), self.cr.savepoint() as savepoint:
                leads = self._create_stale(count=4)
                others = self._create_stale(user_id=self.user_team_leader.id)
                with Form(self._start("live")) as form:
                    form.backlog = choice
                    if choice == "limited":
                        form.starting_limit = limit
                start = form.record
                taken = {line.user_id: line.taken_count for line in start.line_ids}
                self.assertEqual(
                    (taken[self.user_sales], taken[self.user_team_leader]), counts
                )
                start.action_confirm()
                self.assertEqual(self.workflow.mode, "live")
                self._run()
                found = tuple(len(self._activities(each)) for each in (leads, others))
                self.assertEqual(found, counts)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_starting_limit_takes_the_most_valuable_of_each(self):
        cheap, dear = (
            self._create_stale(expected_revenue=worth) for worth in (10.0, 500.0)
        )
        start = self._start("live")
        start.write({"backlog": "limited", "starting_limit": 1})
        start.action_confirm()
        self._run()
        self.assertFalse(self._activities(cheap))
        self.assertTrue(self._activities(dear))
        start.starting_limit = 0
        with self.assertRaisesRegex(UserError, "1 or more"):
            start.action_confirm()

    def test_counts_and_worth_of_each_person(self):
        self._create_stale(count=2, expected_revenue=100.0)
        start = self._start("live")
        self.assertRecordValues(
            start.line_ids,
            [{"user_id": self.user_sales.id, "stale_count": 2, "worth": 200.0}],
        )

    def test_daily_limit_per_person_the_most_valuable_first(self):
        self.workflow.daily_limit = 2
        self._go_live()
        leads = self.env["crm.lead"]
        for worth in (10.0, 40.0, 20.0, 30.0):
            leads |= self._create_stale(expected_revenue=worth)
        other = self._create_stale(user_id=self.user_team_leader.id)
        self._run()
        self._run()
        got = self.env["crm.lead"].browse(self._activities(leads).mapped("res_id"))
        self.assertCountEqual(got.mapped("expected_revenue"), [40.0, 30.0])
        self.assertTrue(self._activities(other))
        self.assertEqual(self.workflow.waiting_count, 2)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=1)):
            self._run()
        self.assertEqual(len(self._activities(leads)), 4)

    def test_worth_is_compared_in_one_currency(self):
        pound = self.env["res.currency"].create(
            {"name": "XPB", "symbol": "b", "active": True}
        )
        self.env["res.currency.rate"].create(
            {"currency_id": pound.id, "rate": 0.1, "name": "2020-01-01"}
        )
        self.company_other.currency_id = pound
        self.user_sales.company_ids = [Command.link(self.company_other.id)]
        self.user_sales_management.company_ids = [Command.link(self.company_other.id)]
        team = self.env["crm.team"].create(
            {"name": "There", "company_id": self.company_other.id}
        )
        self.workflow.daily_limit = 1
        self._go_live()
        here = self._create_stale(expected_revenue=500.0)
        there = self._create_stale(
            expected_revenue=100.0, company_id=self.company_other.id, team_id=team.id
        )
        self.assertEqual(there.company_id, self.company_other)
        self._run()
        self.assertFalse(self._activities(here))
        self.assertTrue(self._activities(there))

    def test_limit_and_delay_are_numbers_that_make_sense(self):
        for values in (
            {"daily_limit": 0},
            {"daily_limit": -1},
            {"delay_days": 0},
            {"delay_days": 10_000},
        ):
            with self.subTest(values), self.assertRaises(Exception) as caught:
                self.workflow.write(values)
                self.env.flush_all()
            self.assertIn("CheckViolation", type(caught.exception).__name__)
