"""What dashboards show of now, when a month turns."""

from datetime import date

from odoo.tests import freeze_time, tagged

from .dashboards_common import DashboardFigures
from .results_common import ResultsCase

OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))
DOMAIN = [("indicator_code", "=", "pipeline")]


@tagged("post_install", "-at_install")
class TestDashboardsNow(DashboardFigures, ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._forget_figures()
        cls.company.resource_calendar_id.tz = "Pacific/Auckland"
        cls.far = cls.env["res.company"].create({"name": "Far away"})
        cls.far.resource_calendar_id.tz = "America/Los_Angeles"
        for month, value in ((OCTOBER, 1), (NOVEMBER, 10)):
            for company in (cls.company, cls.far):
                cls._write_figure("pipeline", month, value, company=company)

    def _now(self, field, *companies):
        """The months that count as now (or before), and their figure."""
        asked = self.Measurement.with_context(
            allowed_company_ids=[company.id for company in companies]
        )
        domain = [*DOMAIN, ("company_id", "in", [x.id for x in companies])]
        asked.invalidate_model([field])
        found = asked.search([*domain, (field, "=", True)])
        self.assertEqual(found, asked.search(domain).filtered(field))
        ((value,),) = asked._read_group(
            [*domain, (field, "=", True)], aggregates=["value:avg"]
        )
        return set(found.mapped("date_from")), value

    @freeze_time("2026-11-30 12:00:00")
    def test_each_company_has_its_own_month(self):
        # In Auckland December has begun, in Los Angeles and in the browser it has not.
        self._write_figure("pipeline", DECEMBER, 100)
        self.assertEqual(self._now("is_current", self.company), ({DECEMBER}, 100))
        self.assertEqual(self._now("is_before_current", self.company)[1], 10)
        self.assertEqual(self._now("is_current", self.far), ({NOVEMBER}, 10))
        self.assertEqual(self._now("is_before_current", self.far)[1], 1)

    @freeze_time("2026-11-30 12:00:00")
    def test_companies_together_have_one_month(self):
        self._write_figure("pipeline", DECEMBER, 100)
        both = self._now("is_current", self.company, self.far)
        self.assertEqual(both, ({NOVEMBER}, 20))

    @freeze_time("2026-12-02 12:00:00")
    def test_last_month_holds_until_this_one_is_measured(self):
        self.assertEqual(self._now("is_current", self.company), ({NOVEMBER}, 10))
        self._write_figure("pipeline", DECEMBER, 100)
        self.assertEqual(self._now("is_current", self.company), ({DECEMBER}, 100))

    @freeze_time("2027-02-02 12:00:00")
    def test_what_is_long_past_is_not_now(self):
        self.assertFalse(self._now("is_current", self.company)[0])

    @freeze_time("2026-12-02 12:00:00")
    def test_weeks_and_measurings(self):
        runs = self.Run.search([("indicator_code", "=", "pipeline")])
        self.assertEqual(
            runs.filtered("is_current").mapped("date_from"), [NOVEMBER] * 2
        )
        runs[0].kind = "week"
        runs.invalidate_recordset(["is_current"])
        self.assertFalse(runs[0].is_current)
        self.assertEqual(
            self.Run.search([("id", "in", runs.ids), ("is_current", "=", False)]),
            runs.filtered(lambda run: not run.is_current),
        )
