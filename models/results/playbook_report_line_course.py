"""The course of a figure over some weeks or months."""

from odoo import models

from .periods import LENGTHS
from .playbook_indicator_read import Figure
from .report_content import make_cell, make_column, set_shares
from .report_words import tell_step

# More bars than that are no picture any more.
MOST = 60


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_course(self, reading):
        """The section of one indicator over the last weeks or months, oldest first."""
        indicator = self._get_indicators(self.indicator_id)
        days = self._get_steps(reading.period)
        span = days[0], reading.period.figures_to
        figures = self._read_values(reading, indicator, span, groupby=["date_from:day"])
        runs = self._read_runs_by_day(reading, indicator, span)
        rows = []
        for day in days:
            figure = figures.get((indicator.id, day))
            if figure is None and day in runs and not indicator.is_ratio:
                # It was measured, and nothing was counted.
                figure = Figure(0, 0, 0)
            rows.append(
                [
                    make_cell(day, self._tell_day(reading, day), type="text"),
                    self._make_value(reading, indicator, figure),
                ]
            )
        set_shares(rows, 1)
        known = [row for row in rows if row[1]["value"] is not None]
        return {
            "text": " ".join(
                filter(None, (self.text, self._tell_course(reading, indicator, known)))
            ),
            "title": self.name or indicator.name,
            "columns": [
                make_column("period", self._tell_kind(reading), "date"),
                make_column("value", indicator.name, self._get_type(indicator)),
            ],
            "rows": rows if known else [],
            "bars": "value",
            "empty": None if known else self.env._("There are no figures yet."),
            "problem": self._tell_errors(
                runs and {indicator.id: runs[max(runs)]}, indicator
            ),
        }

    def _get_steps(self, period):
        """The first days of the weeks or months that are shown, oldest first."""
        count = min(max(self.count, 2), MOST)
        newest = period.figures_to - LENGTHS[period.kind]
        return [newest - LENGTHS[period.kind] * back for back in range(count)][::-1]

    def _tell_day(self, reading, day):
        """The week or month that begins on ``day``."""
        period = reading.period
        told = tell_step(reading.env, period.kind, day)
        if day >= period.figures_from and self._is_partial(reading):
            return self.env._("%(period)s, so far", period=told)
        return told

    def _read_runs_by_day(self, reading, indicator, span):
        """How the measuring went: from the first days of what was measured."""
        runs = self._search_runs(reading, indicator, span)
        return {run.date_from: run for run in runs if run.date_measured or run.error}

    def _tell_kind(self, reading):
        kinds = self.env["playbook.measurement"]._fields["kind"]
        return dict(kinds._description_selection(self.env))[reading.period.kind]

    def _tell_course(self, reading, indicator, known):
        """The highest and the lowest, in words: what one looks for in the picture."""
        if len(known) < 2:
            return ""
        ordered = sorted(known, key=lambda row: row[1]["value"])
        lowest, highest = ordered[0], ordered[-1]
        if lowest[1]["text"] == highest[1]["text"]:
            return ""
        return self.env._(
            "Highest: %(highest)s (%(highest_in)s). "
            "Lowest: %(lowest)s (%(lowest_in)s).",
            highest=highest[1]["text"],
            highest_in=highest[0]["text"],
            lowest=lowest[1]["text"],
            lowest_in=lowest[0]["text"],
        )
