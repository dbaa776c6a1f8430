"""Reports with figures that a test writes itself, so that it knows them."""

from datetime import date

from odoo.fields import Command

from odoo.addons.crm_playbook.models.results.periods import WEEK, period_of
from odoo.addons.crm_playbook.models.results.report_periods import (
    WEEKLY,
    report_period_of,
)

from .results_common import ResultsCase

# A Wednesday, and the one of the week before.
DAY, DAY_BEFORE = date(2026, 3, 11), date(2026, 3, 4)


class ReportContentCase(ResultsCase):
    """A weekly report, and the figures of two weeks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.week = period_of(WEEK, DAY)
        cls.week_before = period_of(WEEK, DAY_BEFORE)
        cls.period = report_period_of(WEEKLY, DAY)
        cls.won = cls._indicator("win_rate")
        cls.revenue = cls._indicator("revenue_won")
        cls.cycle = cls._indicator("sales_cycle")
        cls.report = cls.env["playbook.report"].create(
            {"name": "The week", "company_id": cls.company.id}
        )

    @classmethod
    def _add_line(cls, kind, report=None, columns=(), **values):
        """A line of the report, and its columns by the names of fields."""
        if "indicators" in values:
            ids = [each.id for each in values.pop("indicators")]
            values["indicator_ids"] = [Command.set(ids)]
        return cls.env["playbook.report.line"].create(
            {
                "report_id": (report or cls.report).id,
                "kind": kind,
                "column_ids": [
                    Command.create({"field_name": name, "sequence": number})
                    for number, name in enumerate(columns)
                ],
            }
            | values
        )

    @classmethod
    def _write_figure(cls, indicator, period, numerator, denominator=None, **of):
        """A row of what was measured.

        :param of: ``user``, ``team``, ``segment``, ``source``, ``stage`` and ``cut``.
        """
        run = cls.Run._ensure(indicator, of.pop("company", cls.company), [period])
        run = run.filtered(lambda each: each.kind == period.kind)
        run.date_measured = "2026-03-16 06:00:00"
        cut = of.pop("cut", "main")
        return cls.Measurement.create(
            {
                "run_id": run.id,
                "cut": cut,
                "indicator_id": indicator.id,
                "company_id": run.company_id.id,
                "kind": run.kind,
                "date_from": run.date_from,
                "date_to": run.date_to,
                "version": run.version,
                "numerator": numerator,
                "denominator": denominator,
            }
            | {f"{name}_id": record.id for name, record in of.items()}
        )

    def _content(self, user, report=None, period=None):
        return (report or self.report)._get_content(user, period or self.period)

    def _section(self, line, user, **how):
        """The section of a line, as ``user`` reads it."""
        content = self._content(user, line.report_id, **how)
        (section,) = (
            each for each in content["sections"] if each["line_id"] == line.id
        )
        return section

    @staticmethod
    def _column(section, name, key="value"):
        """What stands in a column, row by row."""
        at = [column["name"] for column in section["columns"]].index(name)
        return [row[at].get(key) for row in section["rows"]]
