"""Whether it works: profit, revenue and satisfaction, in one word."""

from datetime import date

from odoo import fields
from odoo.tests import freeze_time, tagged

from .dashboards_common import DashboardFigures
from .results_common import ResultsCase

MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)


@tagged("post_install", "-at_install")
class TestVerdict(DashboardFigures, ResultsCase):
    def _judge(self, user=None, month=JUNE, **figures):
        """The verdict on June, with ``code=(May, June)``: None leaves it out."""
        for code, values in figures.items():
            for when, value in zip((MAY, JUNE), values, strict=True):
                if value is None:
                    continue
                ratio = {"denominator": 10} if code == "satisfaction" else {}
                number = value * 10 if ratio else value
                self._write_figure(code, when, number, **ratio)
        indicators = self.env["playbook.indicator"].with_user(user or self.manager)
        return indicators._get_verdict(
            self.company, self._month(month.year, month.month)
        )

    def _objective(self, code, result):
        objective = self.env["playbook.objective"].create(
            {
                "indicator_id": self._indicator(code).id,
                "company_id": self.company.id,
                "amount": 5,
                "date_start": MAY,
                "date_deadline": date(2019, 12, 31),
            }
        )
        objective.write({"state": "active", "result": result})
        return objective

    def test_one_better_and_none_worse_is_working(self):
        verdict = self._judge(
            margin=(100, 110), revenue_won=(100, 99), satisfaction=(8, 8)
        )
        self.assertEqual((verdict.state, verdict.label), ("working", "Working"))
        self.assertIn("Gross margin +10.0 %", verdict.text)
        self.assertEqual([g.now for g in verdict.grounds], [110, 99, 8])

    def test_two_worse_is_failing(self):
        verdict = self._judge(
            margin=(100, 90), revenue_won=(100, 90), satisfaction=(8, 9)
        )
        self.assertEqual(verdict.state, "failing")

    def test_one_worse_is_not_yet(self):
        verdict = self._judge(
            margin=(100, 200), revenue_won=(100, 90), satisfaction=(8, 9)
        )
        self.assertEqual(verdict.state, "not_yet")

    def test_no_change_is_not_yet(self):
        verdict = self._judge(margin=(100, 101), revenue_won=(100, 98.5))
        self.assertEqual(verdict.state, "not_yet")

    def test_no_change_on_the_way_to_an_objective_is_working(self):
        self._objective("revenue_won", "on_track")
        verdict = self._judge(margin=(100, 101), revenue_won=(100, 100))
        self.assertEqual(verdict.state, "working")

    def test_an_objective_at_risk_helps_nothing(self):
        self._objective("revenue_won", "at_risk")
        verdict = self._judge(margin=(100, 101), revenue_won=(100, 100))
        self.assertEqual(verdict.state, "not_yet")

    def test_an_objective_achieved_in_the_period_is_working(self):
        objective = self._objective("revenue_won", "achieved")
        objective.write({"state": "closed", "date_deadline": date(2019, 6, 30)})
        verdict = self._judge(margin=(100, 101), revenue_won=(100, 100))
        self.assertEqual(verdict.state, "working")
        objective.date_deadline = date(2019, 7, 1)
        self.assertEqual(self._judge().state, "not_yet")

    def test_an_objective_says_nothing_of_months_outside_its_time(self):
        objective = self._objective("revenue_won", "on_track")
        objective.date_start = date(2019, 6, 30)
        verdict = self._judge(margin=(100, 101), revenue_won=(100, 100))
        self.assertEqual(verdict.state, "working")
        objective.date_start = date(2019, 7, 1)
        self.assertEqual(self._judge().state, "not_yet")
        objective.write({"date_start": MAY, "date_deadline": date(2019, 6, 1)})
        self.assertEqual(self._judge().state, "working")
        objective.date_deadline = date(2019, 5, 31)
        self.assertEqual(self._judge().state, "not_yet")

    def test_a_period_is_over_in_the_days_of_the_company(self):
        self.company.resource_calendar_id.tz = "Asia/Tokyo"
        self.manager.tz = "America/Lima"
        with freeze_time("2019-06-30 20:00:00"):
            self.assertNotIn("not over", self._judge().text)
        with freeze_time("2019-06-30 10:00:00"):
            self.assertIn("not over", self._judge().text)

    def test_an_objective_of_a_team_is_not_the_companys(self):
        self._objective("revenue_won", "on_track").team_id = self.env[
            "crm.team"
        ].create({"name": "Verdict team", "company_id": self.company.id})
        verdict = self._judge(margin=(100, 101), revenue_won=(100, 100))
        self.assertEqual(verdict.state, "not_yet")

    def test_an_objective_without_figures_helps_nothing(self):
        self._objective("satisfaction", "on_track")
        verdict = self._judge(margin=(100, 101))
        self.assertEqual(verdict.state, "not_yet")

    def test_what_has_no_data_is_named_and_left_out(self):
        verdict = self._judge(revenue_won=(100, 120), satisfaction=(None, 9))
        self.assertEqual(verdict.state, "working")
        self.assertIn(
            "No data to compare: Gross margin, Customer satisfaction.", verdict.text
        )
        self.assertIsNone(verdict.grounds[0].change)

    def test_from_nothing_to_something(self):
        verdict = self._judge(revenue_won=(0, 120), margin=(0, 0))
        self.assertEqual([g.change for g in verdict.grounds], [0, 1, None])
        self.assertEqual(verdict.state, "working")

    def test_a_loss_that_shrinks_is_better(self):
        verdict = self._judge(margin=(-100, -50), revenue_won=(100, 100))
        self.assertEqual(verdict.grounds[0].change, 0.5)
        self.assertEqual(verdict.state, "working")

    def test_nothing_measured_is_no_data(self):
        verdict = self._judge(month=date(2018, 1, 1))
        self.assertEqual(verdict.state, "no_data")
        self.assertIn("Revenue won", verdict.text)

    def test_a_period_that_is_not_over_is_said_to_be(self):
        self.assertNotIn("not over", self._judge().text)
        today = fields.Date.context_today(self.manager)
        self.assertIn("not over", self._judge(month=today).text)

    def test_everybody_is_told_of_the_figures_they_may_read(self):
        self._write_figure("revenue_won", MAY, 50, user_id=self.salesperson.id)
        self._write_figure("revenue_won", JUNE, 60, user_id=self.salesperson.id)
        self._write_figure("revenue_won", MAY, 100, user_id=self.manager.id)
        self._write_figure("revenue_won", JUNE, 10, user_id=self.manager.id)
        own = self._judge(user=self.salesperson)
        self.assertEqual(own.grounds[1].now, 60)
        self.assertEqual(own.state, "working")
        self.assertEqual(self._judge().grounds[1].now, 70)
