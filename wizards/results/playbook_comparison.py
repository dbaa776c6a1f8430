from odoo import api, fields, models
from odoo.tools import format_date

from ...models.results.periods import MONTH, periods_back


class PlaybookComparison(models.TransientModel):
    """Indicators side by side, month by month: whether one pays for another.

    Everybody sees what they may read of them.
    """

    _name = "playbook.comparison"
    _description = "Indicators side by side"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales team",
        ondelete="cascade",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    segment_id = fields.Many2one("playbook.segment", ondelete="cascade")
    month_count = fields.Selection(
        [("6", "6 months"), ("13", "13 months")],
        string="How far back",
        required=True,
        default="6",
    )
    indicator_ids = fields.Many2many(
        "playbook.indicator",
        "playbook_comparison_indicator_rel",
        "comparison_id",
        "indicator_id",
        string="Indicators",
        default=lambda self: self._get_first_indicators(),
    )
    side_by_side = fields.Json(compute="_compute_side_by_side")

    @api.model
    def _get_first_indicators(self):
        """Those of active objectives, and the first of every other dimension."""
        objectives = self.env["playbook.objective"].search([("state", "=", "active")])
        chosen = objectives.indicator_id
        dimensions = set(chosen.mapped("dimension"))
        measured = self.env["playbook.measurement"]._read_group(
            [("kind", "=", MONTH), ("company_id", "=", self.env.company.id)],
            ["indicator_id"],
        )
        known = self.env["playbook.indicator"].union(*(one for (one,) in measured))
        for indicator in known.sorted():
            if indicator.dimension not in dimensions:
                dimensions.add(indicator.dimension)
                chosen |= indicator
        return chosen.sorted()

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Indicators side by side")

    @api.depends("company_id", "team_id", "segment_id", "month_count", "indicator_ids")
    @api.depends_context("lang", "uid")
    def _compute_side_by_side(self):
        for comparison in self:
            comparison.side_by_side = comparison._make_table()

    def _make_table(self):
        """The months, a row for each indicator, and what is noteworthy."""
        periods = self._get_periods()
        figures = self._read_figures(periods)
        indicators = self.indicator_ids._origin
        rows = [self._make_row(one, periods, figures) for one in indicators]
        return {
            "months": [
                format_date(self.env, each.date_from, date_format="MMM yy")
                for each in periods
            ],
            "rows": rows,
            "warnings": self._get_warnings(indicators, rows),
        }

    def _get_periods(self):
        today = self.env["playbook.segment"]._get_day(self.company_id)
        count = int(self.month_count or 6)
        # The month that goes on would look like a fall.
        return list(reversed(periods_back(MONTH, today, count + 1)[1:]))

    def _read_figures(self, periods):
        """From pairs of ids and first days to values."""
        domain = []
        if self.team_id:
            domain.append(("team_id", "=", self.team_id.id))
        if self.segment_id:
            domain.append(("segment_id", "=", self.segment_id.id))
        figures = self.indicator_ids._origin._read_by_period(
            self.company_id, MONTH, periods, domain=domain
        )
        return {key: figure.value for key, figure in figures.items()}

    def _make_row(self, indicator, periods, figures):
        dimensions = dict(
            indicator._fields["dimension"]._description_selection(self.env)
        )
        values = [figures.get((indicator.id, each.date_from)) for each in periods]
        cells = []
        before = None
        for value in values:
            text = indicator._format_value(value, self.company_id)
            cells.append({"text": text, **self._tell_trend(indicator, before, value)})
            before = before if value is None else value
        known = [value for value in values if value is not None]
        # What is there at both ends, and not one month by chance.
        part = max(len(known) // 3, 1)
        first, last = known[:part], known[-part:]
        begun = sum(first) / part if known else None
        ended = sum(last) / part if known else None
        return {
            "id": indicator.id,
            "name": indicator.name,
            "dimension": dimensions[indicator.dimension],
            "cells": cells,
            "total": {
                "text": self._tell_change(indicator, begun, ended)
                if len(known) > 1
                else "",
                **self._tell_trend(indicator, begun, ended),
            },
        }

    @api.model
    def _get_percent(self, before, now):
        if before is None or now is None or not before:
            return None
        return (now - before) / abs(before) * 100

    @api.model
    def _tell_trend(self, indicator, before, now):
        """Which way it went, and whether that is better; in words, as not everybody
        sees colours.
        """
        percent = self._get_percent(before, now)
        least = self.env["playbook.objective"]._get_tradeoff()
        if percent is None or abs(percent) <= least:
            return {"arrow": "", "trend": "", "words": ""}
        rose = percent > 0
        better = rose == (indicator.better == "higher")
        return {
            "arrow": "↑" if rose else "↓",
            "trend": "better" if better else "worse",
            "words": self.env._("better") if better else self.env._("worse"),
        }

    @api.model
    def _tell_change(self, indicator, before, now):
        """By how much; a share changes by points. Empty where that says nothing."""
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        if indicator.unit == "percent":
            # Adding 0 takes the sign of a zero away.
            points = round(now - before, 1) + 0
            number = lang.format("%+.1f" if points else "%.0f", points, grouping=True)
            return self.env._("%(number)s points", number=number)
        percent = self._get_percent(before, now)
        if percent is None:
            return ""
        percent = round(percent) + 0
        number = lang.format("%+.0f" if percent else "%.0f", percent, grouping=True)
        return self.env._("%(number)s %%", number=number)

    def _get_warnings(self, indicators, rows):
        """Where one became better while another, of another dimension, became worse."""
        pairs = list(zip(indicators, rows, strict=True))
        better = [each for each in pairs if each[1]["total"]["trend"] == "better"]
        worse = [each for each in pairs if each[1]["total"]["trend"] == "worse"]
        warnings = []
        for indicator, row in worse:
            names = [
                f"{other.name} ({won['total']['text']})"
                for other, won in better
                if other.dimension != indicator.dimension
            ]
            if names:
                warnings.append(
                    self.env._(
                        "%(worse)s (%(change)s) became worse while these became "
                        "better: %(better)s.",
                        worse=indicator.name,
                        change=row["total"]["text"],
                        better=", ".join(names),
                    )
                )
        return warnings
