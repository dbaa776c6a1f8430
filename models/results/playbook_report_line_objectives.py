"""Objectives: how they stand, and what is to be reached by an indicator."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from .playbook_indicator import keep_together
from .playbook_indicator_trend import BETTER, WORSE
from .playbook_objective import ACHIEVED, ACTIVE, AT_RISK, MISSED, NO_DATA, ON_TRACK
from .report_content import DATE, NUMBER, SHEET_ROWS, TREND, make_cell, make_column

TONES = {ON_TRACK: BETTER, ACHIEVED: BETTER, AT_RISK: WORSE, MISSED: WORSE}
# What needs somebody stands above.
URGENCY = (AT_RISK, MISSED, NO_DATA, False, ON_TRACK, ACHIEVED)


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_objectives(self, reading):
        """The section of the active objectives that the reader may read: those that
        need somebody first.
        """
        Objective = reading.env["playbook.objective"]
        domain = Domain("state", "=", ACTIVE) & Domain(
            "company_id", "=", reading.company.id
        )
        if self.only_own:
            domain &= Domain("user_id", "=", reading.env.uid)
        found = Objective.search(domain, limit=SHEET_ROWS)
        found = found.sorted(lambda each: URGENCY.index(each.result))
        return {
            "columns": self._make_objective_columns(),
            "rows": [self._make_objective_row(reading, each) for each in found],
            "shown": max(self.count, 1),
            "more": self._tell_more(len(found)),
            "bars": "progress",
            "empty": None
            if found
            else self.env._("There are no active objectives that you may read."),
        }

    def _make_objective_columns(self):
        return [
            make_column("objective", self.env._("Objective")),
            make_column("responsible", self.env._("Responsible"), under="objective"),
            make_column("progress", self.env._("Way done"), "percent"),
            make_column("now", self.env._("Now"), NUMBER),
            make_column("target", self.env._("To reach"), NUMBER, under="now"),
            make_column("deadline", self.env._("By"), DATE, under="objective"),
            make_column("result", self.env._("State"), TREND),
        ]

    def _make_objective_row(self, reading, objective):
        """The cells of an objective, in the order of its columns."""
        results = dict(objective._fields["result"]._description_selection(self.env))
        known = bool(objective.result) and objective.result != NO_DATA
        progress = objective.progress if known else None
        share = None if progress is None else round(min(max(progress, 0), 100))
        indicator = objective.indicator_id
        now = objective.current_value if objective.has_current else None
        return [
            make_cell(
                objective.display_name,
                url=self._get_url(reading, objective._name, objective.id),
            ),
            # Whose name it bears is for all who read it.
            make_cell(objective.user_id.sudo().name or ""),
            make_cell(
                progress,
                self._tell_progress(progress),
                share=share,
            ),
            self._make_amount(reading, indicator, now),
            self._make_amount(reading, indicator, objective.target_value),
            make_cell(
                objective.date_deadline or None,
                format_date(reading.env, objective.date_deadline),
            ),
            make_cell(
                objective.result or None,
                results.get(objective.result, ""),
                tone=TONES.get(objective.result),
            ),
        ]

    def _tell_progress(self, progress):
        if progress is None:
            return ""
        if progress < 0:
            return self.env._("further away")
        number = self.env["playbook.indicator"]._format_number(progress, 0)
        return keep_together(self.env._("%(number)s %%", number=number))

    def _make_amount(self, reading, indicator, value):
        return make_cell(
            value,
            self._tell_value(indicator, value, reading.company),
            type=self._get_type(indicator),
            number_format=self._get_number_format(indicator, reading.company),
        )

    # ------------------------------------------------------------------
    # What is to be reached by an indicator
    # ------------------------------------------------------------------

    def _find_objectives(self, reading, indicators):
        """The active objective for each indicator that is nearest to the reader: their
        own, their team's, the company's. Beside figures that are their own alone,
        their own.

        :return: a dictionary from ids of indicators.
        """
        user = reading.env.user
        Objective = reading.env["playbook.objective"]
        whose = [user.id] if self.only_own else [False, user.id]
        found = Objective.search(
            Domain("state", "=", ACTIVE)
            & Domain("company_id", "=", reading.company.id)
            & Domain("indicator_id", "in", indicators.ids)
            & Domain("segment_id", "=", False)
            & Domain("figures_user_id", "in", whose)
            & Domain("team_id", "in", [False, *user.playbook_team_ids.ids])
        )
        nearest = found.sorted(
            lambda each: (not each.figures_user_id, not each.team_id)
        )
        return {each.indicator_id.id: each for each in reversed(nearest)}

    def _make_target(self, reading, objective):
        """The cell of what is to be reached by an indicator."""
        if not objective:
            return make_cell(None)
        indicator = objective.indicator_id
        target = self._tell_value(indicator, objective.target_value, reading.company)
        if not indicator.is_ratio and not indicator.is_state:
            # Totals are told a month in objectives.
            target = self.env._("%(target)s a month", target=target)
        results = dict(objective._fields["result"]._description_selection(self.env))
        text = self.env._(
            "%(target)s by %(day)s (%(scope)s)",
            target=target,
            day=format_date(reading.env, objective.date_deadline),
            scope=self._tell_scope(objective),
        )
        result = results.get(objective.result)
        return make_cell(
            f"{text}: {result}" if result else text, tone=TONES.get(objective.result)
        )

    def _tell_scope(self, objective):
        if objective.figures_user_id:
            return self.env._("yours")
        if objective.team_id:
            return objective.team_id.sudo().name  # sudo: the reader's own team
        return self.env._("the company's")
