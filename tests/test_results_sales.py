"""Indicators of selling: what each counts, told in small stories."""

from datetime import datetime
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .results_common import ResultsCase

CODES = (
    *("leads_received", "lead_conversion", "first_response"),
    *("win_rate", "win_rate_value", "stage_conversion", "sales_cycle"),
    *("average_deal", "pipeline", "forecast", "revenue_won", "orders_won"),
    *("stale_share", "next_step_share", "contact_share"),
    *("quotations_followed", "brought_back"),
)
MARGIN = ("margin", "margin_rate")


@tagged("post_install", "-at_install")
class TestSales(ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.env["crm.stage"].search(
            [("team_ids", "=", False), ("is_won", "=", False)], limit=2
        )
        cls.won_stage = cls.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        cls.march, cls.april = cls._month(2026, 3), cls._month(2026, 4)

    def _on(self, day):
        """As if it were noon of that day, for Odoo and for the transaction."""
        moment = datetime.fromisoformat(f"{day} 12:00:00")
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
        clock = patch.object(self.env.cr, "now", lambda: moment)
        clock.start()
        self.addCleanup(clock.stop)

    def _deal(self, day, **values):
        self._on(day)
        deal = self.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "user_id": self.salesperson.id,
                "stage_id": self.first.id,
                "expected_revenue": 100,
                **values,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [f"{day} 12:00:00", deal.id],
        )
        deal.invalidate_recordset(["create_date"])
        return deal

    def _told(self, code, *months):
        """The numerator and the denominator of each month, as pairs."""
        indicator = self._indicator(code)
        months = months or (self.march, self.april)
        self._measure(indicator, *months)
        return [tuple(self._figure(indicator, month)[:2]) for month in months]

    # ------------------------------------------------------------------

    def test_all_can_be_measured_and_say_what_they_are(self):
        for code in CODES:
            with self.subTest(code):
                indicator = self._indicator(code)
                self.assertTrue(self._measure(indicator, self.march).date_measured)
        for code in (*CODES, *MARGIN):
            for name in ("definition", "formula", "data_source", "edge_cases"):
                with self.subTest(code, name=name):
                    self.assertTrue(self._indicator(code)[name])

    def test_nothing_to_divide_by_is_no_data(self):
        month = self._month(2001, 1)
        for code in CODES:
            indicator = self._indicator(code)
            self._measure(indicator, month)
            expected = None if indicator.is_ratio else 0
            with self.subTest(code):
                self.assertEqual(self._figure(indicator, month).value, expected)

    def test_a_deal_counts_once_by_its_last_decision(self):
        deal = self._deal("2026-03-02")
        self._on("2026-03-10")
        deal.action_set_lost()
        self.assertEqual(self._told("win_rate"), [(0, 1), (0, 0)])
        self._on("2026-03-20")
        deal.action_unarchive()
        self.assertEqual(self._told("win_rate"), [(0, 0), (0, 0)])
        self._on("2026-04-06")
        deal.action_set_won()
        self.assertEqual(self._told("win_rate"), [(0, 0), (1, 1)])
        self.assertEqual(self._told("win_rate_value"), [(0, 0), (100, 100)])
        self.assertEqual(self._told("sales_cycle"), [(0, 0), (35, 1)])
        self.assertEqual(self._told("average_deal"), [(0, 0), (100, 1)])

    def test_archiving_a_won_deal_does_not_win_it_anew(self):
        deal = self._deal("2026-03-02")
        self._on("2026-03-10")
        deal.action_set_won()
        self._on("2026-04-06")
        deal.active = False
        self.env.flush_all()
        self.assertEqual(self._told("win_rate")[0], (1, 1))

    def test_merged_deals_count_as_one(self):
        deals = self._deal("2026-03-02") | self._deal("2026-03-03")
        self._on("2026-03-20")
        self.assertEqual(self._told("pipeline", self.march), [(200, 0)])
        kept = deals.merge_opportunity()
        kept.action_set_won()
        self.assertEqual(self._told("win_rate"), [(1, 1), (0, 0)])
        self.assertEqual(self._told("pipeline", self.march), [(0, 0)])

    def test_the_pipeline_was_what_was_open_then(self):
        deal = self._deal("2026-02-02")
        self._on("2026-03-10")
        deal.stage_id = self.second
        self._on("2026-04-06")
        deal.action_set_won()
        february = self._month(2026, 2)
        told = self._told("pipeline", february, self.march, self.april)
        self.assertEqual([numerator for numerator, _none in told], [100, 100, 0])
        figures = [
            self._figure(
                self._indicator("pipeline"), month, groupby=["stage_id"], cut="stage"
            )
            for month in (february, self.march)
        ]
        stages = [{stage for _id, stage in each} for each in figures]
        self.assertEqual(stages, [{self.first}, {self.second}])

    def test_a_later_stage_is_a_stage_passed(self):
        deal = self._deal("2026-03-02")
        self._on("2026-03-10")
        deal.stage_id = self.second
        self._on("2026-03-12")
        deal.stage_id = self.first
        self._on("2026-04-06")
        deal.action_set_lost()
        self.assertEqual(self._told("stage_conversion"), [(1, 2), (0, 1)])

    def test_an_entered_closing_day_counts(self):
        """Deals that come with their history."""
        self._deal(
            "2026-04-06",
            stage_id=self.won_stage.id,
            date_closed="2026-03-10 10:00:00",
        )
        self.assertEqual(self._told("win_rate"), [(1, 1), (0, 0)])

    def test_leads_that_are_switched_off_are_deals_in_the_first_stage(self):
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids = [(3, self.env.ref("crm.group_use_lead").id)]
        deal = self._deal("2026-03-02")
        self._deal("2026-03-02", stage_id=self.second.id)
        self._on("2026-04-06")
        self.assertEqual(self._told("leads_received"), [(1, 0), (0, 0)])
        deal.stage_id = self.second
        self.assertEqual(self._told("lead_conversion"), [(0, 0), (1, 1)])

    def test_who_sells_sees_what_is_theirs(self):
        self._deal("2026-03-02")
        self._deal("2026-03-02", user_id=self.manager.id)
        self.assertEqual(self._told("pipeline", self.march), [(200, 0)])
        pipeline = self._indicator("pipeline")
        own = self._figure(pipeline, self.march, user=self.salesperson)
        self.assertEqual(own.value, 100)

    def test_without_margins_there_is_no_figure(self):
        if "margin" in self.env["sale.order"]._fields:
            self.skipTest("Odoo's module for margins is installed.")
        runs = self._measure(self._indicator("margin"), self.march)
        self.assertFalse(runs.date_measured)

    def test_many_periods_cost_as_much_as_few(self):
        months = [self._month(2020, number) for number in range(1, 13)]
        for code in CODES:
            indicator = self._indicator(code)
            counts = []
            # The first is the one that finds nothing cached.
            for part in (months[:1], months[1:2], months[2:]):
                runs = self.Run._ensure(indicator, self.company, part)
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                runs._measure()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            with self.subTest(code):
                self.assertEqual(counts[1], counts[2])

    def test_the_days_of_follow_up_can_be_set(self):
        Indicator = self.env["playbook.indicator"]
        for text, days in (("5", 5), ("0", 7), ("x", 7), ("", 7), ("999", 7)):
            self.env["ir.config_parameter"].set_param(
                "crm_playbook.quotation_follow_up_days", text
            )
            with self.subTest(text):
                self.assertEqual(Indicator._get_follow_up_days(), days)
