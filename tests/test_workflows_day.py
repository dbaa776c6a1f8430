"""Stale opportunities in My Day."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .day_common import DayCommon
from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestDayOfStaleDeals(DayCommon, WorkflowCommon):
    def _stale(self, count=1, **values):
        return self._create_stale(count=count, **values)

    def test_a_stale_deal_is_a_line_of_the_softwares(self):
        deal = self._stale(expected_revenue=300)
        line = self._line(deal)
        self.assertEqual((line["source"], line["automatic"]), ("stale", True))
        self.assertEqual(line["badge"], "20 days in stage")
        self.assertIn("300", line["worth_text"])

    def test_only_those_of_the_user(self):
        self._stale(user_id=self.user_other_team.id, team_id=self.team_other.id)
        self._stale(user_id=False)
        self.assertEqual(self._keys(), [])
        self.assertEqual(self._keys(self.user_configurator), [])

    def test_an_activity_of_the_deal_wins(self):
        deal = self._stale()
        for days, automated in ((0, False), (-3, True)):
            activity = self._plan(deal, days, automated=automated)
            with self.subTest(automated=automated):
                self.assertEqual(self._keys(), [f"activity-{activity.id}"])
            activity.unlink()
        self.assertEqual(self._keys(), [f"stale-{deal.id}"])

    def test_the_workflows_activity_is_its_one_line(self):
        deal = self._stale()
        self._go_live()
        self.workflow._take_backlog()
        self._run()
        activity = self._activities(deal)
        self.assertEqual(self._keys(), [f"activity-{activity.id}"])
        self.assertTrue(self._lines()[0]["automatic"])

    def test_a_deal_that_is_new_and_stale_is_new(self):
        deal = self._stale(stage_id=self.first.id)
        self.assertTrue(deal.is_stale)
        self.assertEqual(self._keys(), [f"new-{deal.id}"])

    def test_done_it_is_followed_up_again_in_a_week(self):
        deal = self._stale()
        answer = self._day().finish_line(f"stale-{deal.id}")
        self.assertTrue(answer["done"], answer["message"])
        self.assertIn("next follow-up", answer["message"])
        self.assertEqual(answer["day"]["lines"], [])
        activities = deal.with_context(active_test=False).activity_ids
        self.assertRecordValues(
            activities.sorted("id"),
            [
                {"summary": "Followed up", "active": False, "automated": True},
                {"summary": "Follow up again", "active": True, "automated": False},
            ],
        )
        week = fields.Date.today() + timedelta(days=7)
        self.assertGreaterEqual(deal.activity_ids.date_deadline, week)
        deal.invalidate_recordset()
        self.assertFalse(deal.is_stale)

    def test_it_is_postponed(self):
        deal = self._stale()
        answer = self._day().postpone_line(f"stale-{deal.id}", "next_week")
        self.assertTrue(answer["done"], answer["message"])
        self.assertEqual(deal.activity_ids.summary, "Follow up")
        self.assertEqual(self._keys(), [])

    def test_not_for_so_long_that_it_stays_stale(self):
        deal = self._stale()
        for days, done in ((31, False), (30, True)):
            day = str(fields.Date.today() + timedelta(days=days))
            answer = self._day().postpone_line(f"stale-{deal.id}", day)
            with self.subTest(days=days):
                self.assertEqual(answer["done"], done, answer["message"])
        self.assertEqual(self._keys(), [])

    def test_what_has_changed_meanwhile(self):
        moved, planned = self._stale(), self._stale()
        moved.stage_id = self.stage_next
        self._plan(planned, 3)
        for deal in (moved, planned):
            for answer in (
                self._day().finish_line(f"stale-{deal.id}"),
                self._day().postpone_line(f"stale-{deal.id}", "tomorrow"),
            ):
                self.assertFalse(answer["done"])
                self.assertIn("changed meanwhile", answer["message"])
        self.assertFalse(moved.activity_ids)

    def test_ten_a_day(self):
        deals = self._stale(12)
        day = self._get()
        self.assertEqual(len(day["lines"]), 10)
        self.assertEqual(day["waiting"]["count"], 2)
        # What is followed up makes no room for more on the same day.
        shown = day["lines"][0]["key"]
        day = self._day().finish_line(shown)["day"]
        self.assertEqual(len(day["lines"]), 9)
        self.assertEqual(day["waiting"]["count"], 2)
        self.assertEqual(len(deals.activity_ids), 1)

    def test_an_absent_colleagues(self):
        self.user_sales.group_ids |= self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        absent = self.user_other_team
        deal = self._stale(user_id=absent.id, team_id=self.team_other.id)
        with self._covering(absent):
            self.assertEqual(self._line(deal)["responsible"], absent.name)
            self._day().finish_line(f"stale-{deal.id}")
        self.assertEqual(deal.activity_ids.user_id, absent)

    def test_the_same_queries_for_3_and_30(self):
        self._stale(3)
        self._get()
        few = self._count_queries(self._day().get_my_day)
        self._stale(27)
        self._get()
        self.assertEqual(self._count_queries(self._day().get_my_day), few)
