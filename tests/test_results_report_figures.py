"""What a scheduled report says of figures: the same as the screen, for each reader."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.results.report_periods import (
    DAILY,
    QUARTERLY,
    report_period_of,
)

from .common import PROFILE_GROUPS
from .report_content_common import ReportContentCase


@tagged("post_install", "-at_install")
class TestReportFigures(ReportContentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env, "re_colleague", PROFILE_GROUPS["sales"], name="Cora Colleague"
        )
        for user, won, decided, amount in (
            (cls.salesperson, 2, 4, 1000),
            (cls.colleague, 3, 4, 3000),
        ):
            cls._write_figure(cls.won, cls.week, won, decided, user=user)
            cls._write_figure(cls.revenue, cls.week, amount, user=user)
            cls._write_figure(cls.won, cls.week_before, 1, 4, user=user)
            cls._write_figure(cls.revenue, cls.week_before, 2000, user=user)
        cls.line = cls._add_line(
            "figures", name="In figures", indicators=[cls.won, cls.cycle, cls.revenue]
        )

    def _on_screen(self, user, indicator, groupby, period=None):
        """What a pivot shows: a dictionary from the raw value of a group."""
        period = period or self.week
        rows = self.Measurement.with_user(user).formatted_read_group(
            [
                ("indicator_id", "=", indicator.id),
                ("kind", "=", period.kind),
                ("date_from", "=", period.date_from),
                ("cut", "=", "main"),
            ],
            groupby,
            ["value:avg"],
        )
        return {
            row[groupby[0]][1] if row[groupby[0]] else None: row["value:avg"]
            for row in rows
        }

    def test_figures_equal_the_screen_for_each_reader(self):
        shown = {}
        for user in (self.salesperson, self.colleague, self.manager):
            section = self._section(self.line, user)
            shown[user] = self._column(section, "now")
            for indicator, value in zip(
                (self.won, self.revenue), shown[user][::2], strict=False
            ):
                screen = self._on_screen(user, indicator, ["indicator_id"])
                self.assertEqual([value], list(screen.values()))
        self.assertEqual(shown[self.salesperson], [50, None, 1000])
        self.assertEqual(shown[self.colleague], [75, None, 3000])
        self.assertEqual(shown[self.manager], [62.5, None, 4000])

    def test_words_of_change_basis_and_what_is_missing(self):
        section = self._section(self.line, self.salesperson)
        self.assertEqual(
            self._column(section, "change", "text"),
            ["up 25.0 points, better", "", "down 50\xa0%, worse"],
        )
        self.assertEqual(
            self._column(section, "change", "tone"), ["better", None, "worse"]
        )
        self.assertEqual(self._column(section, "now", "note"), ["2 of 4", None, None])
        self.assertEqual(self._column(section, "now", "text")[1], "no data")
        self.assertEqual(self._column(section, "before"), [25, None, 2000])
        labels = [column["label"] for column in section["columns"]]
        self.assertIn("Mar 9", labels[1])
        self.assertIn("Mar 2", labels[2])
        self.assertNotIn("objective", [each["name"] for each in section["columns"]])

    def test_table_equals_the_screen(self):
        line = self._add_line("table", indicators=[self.revenue], divided_by="user")
        section = self._section(line, self.manager)
        self.assertEqual(
            dict(
                zip(
                    self._column(section, "group"),
                    self._column(section, "revenue_won"),
                    strict=False,
                )
            ),
            self._on_screen(self.manager, self.revenue, ["user_id"]),
        )
        self.assertEqual(self._column(section, "group")[0], "Cora Colleague")
        self.assertEqual(self._column(section, "revenue_won", "share"), [100, 33])
        self.assertEqual(section["total"][1]["value"], 4000)
        self.assertEqual(section["bars"], "revenue_won")
        self.assertIn("Person", section["title"])
        own = self._section(line, self.salesperson)
        self.assertEqual(self._column(own, "group"), ["Sam Sales"])
        self.assertEqual(own["total"][1]["value"], 1000)

    def test_table_of_several_indicators_and_of_what_has_no_owner(self):
        self._write_figure(self.revenue, self.week, 9000)
        line = self._add_line(
            "table", indicators=[self.won, self.revenue], divided_by="user", count=2
        )
        section = self._section(line, self.manager)
        self.assertEqual(
            self._column(section, "group"), ["Cora Colleague", "Sam Sales", "Nobody"]
        )
        self.assertEqual(self._column(section, "win_rate"), [75, 50, None])
        self.assertEqual(self._column(section, "revenue_won"), [3000, 1000, 9000])
        self.assertEqual(section["more"], "and 1 more")
        self.assertEqual(section["shown"], 2)
        self.assertEqual(len(section["rows"]), 3)

    def test_table_by_source(self):
        source = self.env["utm.source"].create({"name": "Fair"})
        leads = self._indicator("leads_received")
        self._write_figure(
            leads, self.week, 7, user=self.salesperson, source=source, cut="source"
        )
        line = self._add_line("table", indicators=[leads], divided_by="source")
        section = self._section(line, self.salesperson)
        self.assertEqual(self._column(section, "group"), ["Fair"])
        undivided = self._add_line(
            "table", indicators=[self._indicator("churn")], divided_by="stage"
        )
        section = self._section(undivided, self.manager)
        self.assertIn("cannot be divided", section["problem"])
        problems = self._content(self.manager)["problems"]
        self.assertEqual([line_id for line_id, _text in problems], [undivided.id])

    def test_course(self):
        line = self._add_line("course", indicator_id=self.revenue.id, count=3)
        section = self._section(line, self.salesperson)
        self.assertEqual(self._column(section, "value"), [None, 2000, 1000])
        self.assertEqual(self._column(section, "value", "share"), [None, 100, 50])
        self.assertEqual(section["title"], "Revenue won")
        self.assertIn("Highest: $", section["text"])
        # It was measured, and nothing was counted: that is 0, and not unknown.
        run = self.Run._ensure(
            self.revenue,
            self.company,
            [self.week._replace(date_from=date(2026, 2, 23))],
        )
        run.date_measured = "2026-03-02 06:00:00"
        section = self._section(line, self.salesperson)
        self.assertEqual(self._column(section, "value"), [0, 2000, 1000])

    def test_only_own(self):
        line = self._add_line("figures", indicators=[self.revenue], only_own=True)
        section = self._section(line, self.manager)
        self.assertEqual(self._column(section, "now"), [0])

    def test_nothing_measured(self):
        course = self._add_line("course", indicator_id=self.cycle.id)
        table = self._add_line("table", indicators=[self.cycle])
        content = self._content(self.manager)
        sections = {each["line_id"]: each for each in content["sections"]}
        self.assertEqual(sections[course.id]["rows"], [])
        self.assertEqual(sections[course.id]["empty"], "There are no figures yet.")
        self.assertEqual(sections[table.id]["empty"], "Nothing was counted.")
        self.assertFalse(content["problems"])

    def test_broken_measuring_is_said(self):
        run = self.Run._ensure(self.cycle, self.company, [self.week])
        run.error = "division by zero"
        content = self._content(self.salesperson)
        (section,) = content["sections"]
        self.assertIn("Sales cycle", section["problem"])
        self.assertEqual(self._column(section, "now"), [50, None, 1000])
        self.assertEqual(
            self._column(section, "now", "note")[1], "could not be measured"
        )
        self.assertEqual(content["problems"], [(self.line.id, section["problem"])])

    def test_why_there_is_no_figure(self):
        run = self.Run._ensure(self.cycle, self.company, [self.week])
        run.lack = "too_late"
        section = self._section(self.line, self.salesperson)
        self.assertEqual(self._column(section, "now", "note")[1], run[:1].missing)
        line = self.report._prepare_section(section)["lines"][1]
        self.assertEqual(line["reasons"], [run[:1].missing])
        self.assertIsNone(section["problem"])

    def test_indicators_no_longer_in_use(self):
        self.revenue.active = False
        section = self._section(self.line, self.salesperson)
        self.assertEqual(self._column(section, "now"), [50, None])
        (self.won | self.cycle).active = False
        section = self._section(self.line, self.salesperson)
        self.assertIn("no indicator that is in use", section["problem"])

    @freeze_time("2026-03-12 08:00:00")
    def test_a_week_that_is_not_over_is_not_compared_by_totals(self):
        period = report_period_of(DAILY, date(2026, 3, 11))
        section = self._section(self.line, self.salesperson, period=period)
        self.assertEqual(
            self._column(section, "change", "text"), ["up 25.0 points, better", "", ""]
        )
        self.assertIn("so far", section["columns"][1]["label"])
        content = self._content(self.salesperson, period=period)
        self.assertEqual(content["period"], "Wednesday, March 11, 2026")

    def test_quarter_is_made_of_months(self):
        for month, won, decided in ((1, 1, 10), (2, 3, 10), (3, 8, 10)):
            self._write_figure(
                self.won, self._month(2026, month), won, decided, user=self.salesperson
            )
        period = report_period_of(QUARTERLY, date(2026, 2, 2))
        section = self._section(self.line, self.salesperson, period=period)
        self.assertEqual(self._column(section, "now")[0], 40)
        self.assertEqual(section["columns"][1]["label"], "Q1 2026")
        content = self._content(self.salesperson, period=period)
        self.assertEqual(content["period"], "1st quarter 2026")
        self.assertEqual(content["date_to"], date(2026, 4, 1))

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._write_figure(
            self.revenue, self.week, 70000, user=self.salesperson, company=other
        )
        section = self._section(self.line, self.salesperson)
        self.assertEqual(self._column(section, "now")[2], 1000)
        self.report.company_id = other
        content = self._content(self.salesperson)
        self.assertIn("Sam Sales does not work for Other", content["problems"][0][1])
        self.assertEqual([each["rows"] for each in content["sections"]], [[]])
        self.salesperson.company_ids |= other
        section = self._section(self.line, self.salesperson)
        self.assertEqual(self._column(section, "now")[2], 70000)

    def test_more_rows_cost_the_same(self):
        line = self._add_line("table", indicators=[self.revenue], divided_by="user")
        people = self.env["res.users"].create(
            [{"name": f"P{n}", "login": f"re_p{n}"} for n in range(30)]
        )
        counts = []
        for group in (people[:3], people[3:]):
            for person in group:
                self._write_figure(self.revenue, self.week, 10, user=person)
            self._section(line, self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._section(line, self.manager)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        # Both lines: the definition, the rights, figures, their names, the savepoints.
        self.assertLessEqual(counts[0], 50)
