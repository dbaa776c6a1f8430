"""Figures divided by person, team, segment, source, stage or RFM group."""

from odoo import models

from .playbook_report_line import GROUPINGS
from .report_content import (
    NUMBER,
    SHEET_ROWS,
    TREND,
    make_cell,
    make_column,
    set_shares,
)
from .report_words import tell_before, tell_figures

# So many figures stand side by side in an e-mail.
BESIDE = 2


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_table(self, reading):
        """The section of some indicators by what they are divided by: the largest of
        the first one stand above, what belongs to nothing is told too. One indicator
        alone is compared with the period before.
        """
        indicators = self._get_divided()
        period = reading.period
        days = period.figures_from, period.figures_to
        now = self._read_groups(reading, indicators, days)
        stated = self._read_runs(reading, indicators, days)
        first = indicators[0]
        groups = self._sort_groups(now, first)
        single = len(indicators) == 1 and self._is_comparable(first, reading)
        self._fill_groups(now, indicators, groups, stated)
        before = None
        if single:
            before = self._read_groups(reading, indicators, period.before)
            stated_before = self._read_runs(reading, indicators, period.before)
            self._fill_groups(before, indicators, groups, stated_before)
        rows = [
            self._make_row(
                reading, self._tell_group(group), indicators, group, now, before
            )
            for group in groups[:SHEET_ROWS]
        ]
        set_shares(rows, 1)
        return {
            "columns": self._make_table_columns(reading, indicators, single),
            "rows": rows,
            "total": self._make_total(reading, indicators, single) if rows else None,
            "shown": max(self.count, 1),
            "more": self._tell_more(len(groups)),
            "bars": self._get_column_name(first),
            "empty": None if rows else self.env._("Nothing was counted."),
            "problem": self._tell_errors(stated, indicators),
        }

    def _get_divided(self):
        """The indicators, of those that are in use, that are divided that way.

        :raise odoo.exceptions.UserError: where there is none.
        """
        indicators = self._get_indicators(self.indicator_ids)
        _field, cut = GROUPINGS[self.divided_by]
        divided = indicators.filtered(lambda each: cut in each._get_cuts())
        if not divided:
            raise self._get_lack(
                self.env._(
                    "%(indicators)s cannot be divided that way",
                    indicators=", ".join(indicators.mapped("name")),
                )
            )
        return divided

    def _read_groups(self, reading, indicators, days):
        """A dictionary from pairs of an indicator's id and what it is divided by."""
        field, cut = GROUPINGS[self.divided_by]
        return self._read_values(reading, indicators, days, groupby=[field], cut=cut)

    def _fill_groups(self, figures, indicators, groups, stated):
        """A total of what was measured, and of which nothing was counted, is 0."""
        for indicator in indicators:
            for group in groups:
                key = indicator.id, group
                figures[key] = self._fill_total(
                    indicator, figures.get(key), stated.get(indicator.id)
                )

    def _sort_groups(self, figures, first):
        """The records that the rows are of, the largest figure of ``first`` above."""

        def rank(group):
            figure = figures.get((first.id, group))
            if figure is None or figure.value is None:
                return (1, 0, group.id or 0)
            return (0, -figure.value, group.id or 0)

        return sorted(dict.fromkeys(group for _id, group in figures), key=rank)

    def _tell_group(self, group):
        if not group:
            return self._tell_nothing()
        # The name of what one reads the figures of, as Odoo tells it in groups.
        return group.sudo().display_name

    def _tell_nothing(self):
        """What belongs to none of those that figures are divided by, in words."""
        if self.divided_by == "user":
            return self.env._("Nobody")
        if self.divided_by in {"source", "medium", "campaign"}:
            return self.env._("Not known")
        words = {
            "team": self.env._("No team"),
            "segment": self.env._("No segment"),
            "stage": self.env._("No stage"),
            "rfm": self.env._("No RFM group"),
        }
        return words[self.divided_by]

    def _make_row(self, reading, label, indicators, group, now, before):
        row = [make_cell(label)]
        for indicator in indicators:
            figure = now.get((indicator.id, group))
            row.append(self._make_value(reading, indicator, figure))
        if before is not None:
            row += self._make_comparison(
                reading,
                indicators,
                now.get((indicators.id, group)),
                before.get((indicators.id, group)),
            )
        return row

    def _make_comparison(self, reading, indicator, now, before):
        """The cells of what one indicator was before, and how it has changed."""
        return [
            self._make_value(reading, indicator, before) | {"note": ""},
            self._make_change(reading, indicator, now, before),
        ]

    def _make_total(self, reading, indicators, single):
        """The row of all together."""
        period = reading.period
        _field, cut = GROUPINGS[self.divided_by]
        days = period.figures_from, period.figures_to
        now = self._read_values(reading, indicators, days, cut=cut)
        row = [make_cell(self.env._("Total"))]
        row += [
            self._make_value(reading, indicator, now.get((indicator.id,)))
            for indicator in indicators
        ]
        if single:
            before = self._read_values(reading, indicators, period.before, cut=cut)
            key = (indicators.id,)
            row += self._make_comparison(
                reading, indicators, now.get(key), before.get(key)
            )
        return row

    def _make_table_columns(self, reading, indicators, single):
        labels = dict(self._fields["divided_by"]._description_selection(self.env))
        columns = [make_column("group", labels[self.divided_by])]
        columns += [
            make_column(
                self._get_column_name(indicator),
                tell_figures(reading.env, reading.period) if single else indicator.name,
                self._get_type(indicator),
                # More than two numbers do not stand side by side on a phone.
                under="group" if place >= BESIDE else None,
            )
            for place, indicator in enumerate(indicators)
        ]
        if single:
            before = tell_before(reading.env, reading.period)
            columns += [
                make_column("before", before, NUMBER, under="change"),
                make_column("change", self.env._("Difference"), TREND),
            ]
        return columns

    def _get_column_name(self, indicator):
        return indicator.code or f"indicator_{indicator.id}"

    def _tell_more(self, count):
        """What is said of the rows that do not stand in the e-mail."""
        hidden = count - max(self.count, 1)
        if hidden <= 0:
            return ""
        return self.env._("and %(count)s more", count=hidden)
