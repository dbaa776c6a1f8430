"""The course of an objective: the way that was expected, and what was measured."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from .objective_figures import expect, find_target, last_month_before
from .periods import MONTH
from .playbook_measurement_run_due import FRESH_MINUTES
from .playbook_objective import ACTIVE, ASKED, DRAFT, KEEP

# So many months are shown before the beginning.
BEFORE = 3


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    course = fields.Json(
        compute="_compute_course",
        exportable=False,
        help="Month by month, what was expected and what was measured.",
    )

    @api.depends(
        *("indicator_id", "goal", "amount", "date_start", "date_deadline", "window"),
        *("team_id", "figures_user_id", "segment_id", "company_id", "state"),
        *("has_baseline", "baseline_value", "target_value"),
    )
    @api.depends_context("lang")
    def _compute_course(self):
        series = self._read_series()
        for objective in self:
            months = series.get(objective)
            complete = months and objective.date_start and objective.date_deadline
            if complete and objective.date_start < objective.date_deadline:
                objective.course = objective._make_course(months)
            else:
                objective.course = False

    def _make_course(self, series):
        """What the graph shows: its points, and the words of its lines."""
        baseline, target = self._get_baseline(), self.target_value
        if self.state in (DRAFT, ASKED):
            known = self._find_baseline(series)
            baseline = known and known.value
            target = find_target(self.goal, self.better, baseline, self.amount)
        has_way = target is not None and (baseline is not None or self.goal == KEEP)
        points = [
            self._make_point(series, day, baseline, target if has_way else None)
            for day in self._get_course_months()
        ]
        return {
            "title": self.display_name,
            "points": points,
            "baseline": None if baseline is None else self._format(baseline),
            "target": self._format(target) if has_way else None,
            "has_figures": any(point["measured"] is not None for point in points),
        }

    def _get_course_months(self):
        """The first days of the months from some before the beginning to the last that
        counts.
        """
        first = last_month_before(self._get_way()[0])
        day = first - relativedelta(months=BEFORE - 1)
        last = max(self._get_last_month(), first)
        days = []
        while day <= last:
            days.append(day)
            day += relativedelta(months=1)
        return days

    def _make_point(self, series, day, baseline, target):
        month = series.months.get(day)
        found = month and series.sum(day, self._get_count())
        begin, end = self._get_way()
        over = day + relativedelta(months=1)
        expected = None
        if target is not None and self.goal == KEEP:
            expected = target if over > begin else None
        elif target is not None and over >= begin:
            expected = expect(baseline, target, begin, end, over)
        return {
            "label": format_date(self.env, day, date_format="MMM yy"),
            "month": format_date(self.env, day, date_format="MMMM y"),
            "expected": expected,
            "expected_text": "" if expected is None else self._format(expected),
            "measured": found.value if found else None,
            "measured_text": self._format(found.value) if found else self._format(None),
            # Of a month that is not over, the figure is one of the moment.
            "open": bool(found) and not month.over,
            "estimated": bool(found) and found.estimated,
        }

    def action_update(self):
        """Measure what these are about, where that is long ago, and compute where they
        stand.
        """
        self.check_access("read")
        active = self.filtered(lambda each: each.state == ACTIVE and each.active)
        for company, objectives in active.grouped("company_id").items():
            self.env["playbook.measurement.run"]._measure_periods(
                # What is measured is the same for everybody.
                objectives.indicator_id.sudo(),
                company,
                MONTH,
                objectives[0]._get_today(),
                FRESH_MINUTES,
            )
        active._update_standing()
