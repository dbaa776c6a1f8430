"""Figures: now, before, the change and the objective."""

from odoo import models
from odoo.fields import Domain

from .report_content import NUMBER, TEXT, TREND, make_cell, make_column
from .report_words import tell_before, tell_figures


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_figures(self, reading):
        """The section of some indicators, one a row."""
        indicators = self._get_indicators(self.indicator_ids)
        period = reading.period
        days = period.figures_from, period.figures_to
        now, stated = self._read_filled(reading, indicators, days)
        before, _stated_before = self._read_filled(reading, indicators, period.before)
        objectives = self._find_objectives(reading, indicators)
        rows = [
            [
                make_cell(indicator.name),
                self._add_lack(
                    self._make_value(reading, indicator, now[indicator.id,]),
                    stated.get(indicator.id),
                ),
                self._make_value(reading, indicator, before[indicator.id,])
                | {"note": ""},
                self._make_change(
                    reading,
                    indicator,
                    now[indicator.id,],
                    before[indicator.id,],
                ),
                self._make_target(reading, objectives.get(indicator.id)),
            ]
            for indicator in indicators
        ]
        columns = self._make_figure_columns(reading)
        if not objectives:
            columns, rows = columns[:-1], [row[:-1] for row in rows]
        return {
            "columns": columns,
            "rows": rows,
            "problem": self._tell_errors(stated, indicators),
        }

    def _read_filled(self, reading, indicators, days):
        """What was measured, totals of nothing as 0, and the rows of the ledger: two
        dictionaries.
        """
        figures = self._read_values(reading, indicators, days)
        stated = self._read_runs(reading, indicators, days)
        for indicator in indicators:
            key = (indicator.id,)
            figures[key] = self._fill_total(
                indicator, figures.get(key), stated.get(indicator.id)
            )
        return figures, stated

    def _make_figure_columns(self, reading):
        env, period = reading.env, reading.period
        now = tell_figures(env, period)
        if self._is_partial(reading):
            now = self.env._("%(period)s, so far", period=now)
        return [
            make_column("indicator", self.env._("Indicator")),
            make_column("now", now, NUMBER),
            make_column("before", tell_before(env, period), NUMBER, under="change"),
            make_column("change", self.env._("Difference"), TREND),
            make_column("objective", self.env._("Objective"), TEXT, under="indicator"),
        ]

    def _get_indicators(self, indicators):
        """Those that are still in use, in the order of indicators.

        :raise odoo.exceptions.UserError: where there is none.
        """
        indicators = indicators.filtered("active").sorted()
        if not indicators:
            raise self._get_lack(self.env._("no indicator that is in use is chosen"))
        return indicators

    def _make_change(self, reading, indicator, now, before):
        """The cell of how a figure has changed."""
        if not now or not before or not self._is_comparable(indicator, reading):
            return make_cell(None)
        change = indicator.with_env(self.env)._get_change(
            now.value, before.value, reading.company.with_env(self.env)
        )
        return make_cell(change.amount, change.text, tone=change.tone)

    # ------------------------------------------------------------------
    # What was measured, and how
    # ------------------------------------------------------------------

    def _read_runs(self, reading, indicators, days):
        """How the measuring went: a dictionary from the id of an indicator to its
        newest row of the ledger in these days.
        """
        found = self._search_runs(reading, indicators, days)
        return {run.indicator_id.id: run for run in found}

    def _search_runs(self, reading, indicators, days):
        # How measuring went is read by whoever reads the figures.
        runs_sudo = self.env["playbook.measurement.run"].sudo()
        first, after = days
        return runs_sudo.search(
            Domain("indicator_id", "in", indicators.ids)
            & Domain("company_id", "=", reading.company.id)
            & Domain("kind", "=", reading.period.kind)
            & Domain("date_from", ">=", first)
            & Domain("date_from", "<", after),
            order="date_from",
        )

    def _add_lack(self, cell, run):
        """Say why there is no figure, where that is known: below the row."""
        if cell["value"] is None and run:
            reason = self._tell_lack(run)
            if reason:
                return cell | {"note": reason, "is_reason": True}
        return cell

    def _tell_lack(self, run):
        """Why nothing was measured, in words, where that is known."""
        if run.error:
            return self.env._("could not be measured")
        return run.missing or ""

    def _tell_errors(self, stated, indicators):
        """What its responsible should know of the measuring, or None."""
        broken = [
            each.name
            for each in indicators
            if each.id in stated and stated[each.id].error
        ]
        if not broken:
            return None
        return self.env._(
            "Could not be measured this time: %(indicators)s. "
            "What is shown may be old.",
            indicators=", ".join(broken),
        )
