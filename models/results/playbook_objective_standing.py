"""Where an objective stands: computed of what was measured, and never ticked."""

from datetime import timedelta

from odoo import api, fields, models

from .objective_figures import MONTH, find_target, fraction, last_month_before, stand
from .playbook_objective import (
    ACHIEVED,
    ACTIVE,
    AT_RISK,
    CLOSED,
    KEEP,
    MISSED,
    NO_DATA,
    ON_TRACK,
)

TOLERANCE = "crm_playbook.objective_tolerance"
DEFAULT_TOLERANCE = 20
# So long after it should be closed a figure is waited for.
PATIENCE = timedelta(days=45)


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    def _update_standing(self):
        """Compute where these active ones stand, and close those that are decided."""
        tolerance = self._get_tolerance()
        for objective, series in self._read_series().items():
            objective._complete_baseline(series)
            values = objective._find_standing(series, tolerance)
            changed = {
                name: value
                for name, value in values.items()
                if objective[name] != value
            }
            changed["date_computed"] = fields.Datetime.now()
            objective._note(**changed)

    @api.model
    def _get_tolerance(self):
        # A setting that is no secret.
        text = self.env["ir.config_parameter"].sudo().get_param(TOLERANCE)
        try:
            return min(max(float(text or DEFAULT_TOLERANCE), 0), 100)
        except ValueError:
            return DEFAULT_TOLERANCE

    def _get_count(self):
        """How many months are looked at together."""
        return int(self.window or 1)

    # ------------------------------------------------------------------
    # The baseline
    # ------------------------------------------------------------------

    def _find_baseline(self, series):
        """What the months before the beginning come to.

        :return: a ``Sum``; None where nothing was measured, or the last one may still
            change.
        """
        last = self.date_start and last_month_before(self.date_start)
        if last not in series.months or not self._is_settled(series, last):
            return None
        return series.sum(last, self._get_count())

    def _get_open_baseline_month(self):
        """The last month before the beginning, in words, where it is not closed yet, or
        was closed just now; else empty.
        """
        if not self.date_start:
            return ""
        last = last_month_before(self.date_start)
        if self._get_today() > self._get_closing_day(last):
            return ""
        return self._format_months(last, last + MONTH)

    def _is_settled(self, series, day):
        """Whether the measured month that begins on ``day`` changes by nothing but a
        correction; one that is never closed is waited for for some time.
        """
        month = series.months[day]
        late = self._get_today() > self._get_closing_day(day) + PATIENCE
        return month.closed or (month.over and late)

    def _complete_baseline(self, series):
        """Take the baseline where there was none yet: of the months before, or of the
        first one that was measured after.
        """
        if self.has_baseline:
            return
        baseline = self._find_baseline(series)
        if baseline is None:
            first = self.date_start.replace(day=1)
            sums = (
                series.sum(day, 1)
                for day in sorted(series.months)
                if day >= first and self._is_settled(series, day)
            )
            baseline = next((each for each in sums if each is not None), None)
        if baseline is None:
            return
        self._note(**self._get_baseline_values(baseline))
        # Noted by the addon alone.
        self.sudo()._message_log(
            body=self.env._(
                "The baseline is taken: %(value)s (%(months)s).",
                value=self._format(baseline.value),
                months=self._get_baseline_months(),
            )
        )

    def _get_baseline_values(self, baseline):
        target = find_target(self.goal, self.better, baseline.value, self.amount)
        return {
            "has_baseline": True,
            "baseline_value": baseline.value,
            "baseline_numerator": baseline.numerator,
            "baseline_denominator": baseline.denominator,
            "baseline_from": baseline.date_from,
            "baseline_to": baseline.date_to,
            "baseline_estimated": baseline.estimated,
            "target_value": target,
        }

    def _get_baseline(self):
        """The baseline that was taken; None where there is none."""
        return self.baseline_value if self.has_baseline else None

    # ------------------------------------------------------------------
    # The way
    # ------------------------------------------------------------------

    def _get_way(self):
        """When the way to the target begins, and the day on which it is over."""
        begin = self.date_start
        if self.has_baseline:
            begin = max(begin, self.baseline_to)
        return begin, self.date_deadline + timedelta(days=1)

    def _get_last_month(self):
        """The first day of the month that decides: the last one until the deadline."""
        return last_month_before(self.date_deadline + timedelta(days=1))

    def _get_closing_day(self, month=None):
        """The day on which the figures of ``month`` are closed: of the one that decides
        where it is not said.
        """
        days = self.env["playbook.measurement.run"]._get_close_days()
        return (month or self._get_last_month()) + MONTH + timedelta(days=days)

    def _find_current(self, series, today):
        """The newest figure until the deadline, and the day until which it is.

        What is there at the end of a month is looked at meanwhile; what happened in it,
        when it is over.
        """
        count = self._get_count()
        last = min(self._get_last_month(), today.replace(day=1))
        # What an indicator is, is no secret.
        is_state = self.indicator_id.sudo().is_state
        begin = last_month_before(self._get_way()[0])
        day = last
        while day >= begin:
            month = series.months.get(day)
            found = month and (month.over or is_state) and series.sum(day, count)
            if found:
                return found, min(found.date_to, today)
            day -= MONTH
        return None, None

    def _find_standing(self, series, tolerance):
        """The values of the fields that tell where it stands."""
        today = self._get_today()
        current, until = self._find_current(series, today)
        decides = self._get_last_month()
        late = today > self._get_closing_day() + PATIENCE
        decided = decides in series.months and self._is_settled(series, decides)
        baseline = self._get_baseline()
        is_over = decided and current is not None and current.date_to > decides
        lacks = current is None or (baseline is None and self.goal != KEEP)
        if lacks or (late and not is_over):
            return self._get_nothing(current, until, closed=late)
        begin, end = self._get_way()
        found = stand(
            baseline,
            self.target_value,
            current.value,
            fraction(begin, end, until),
            higher=self.better == "higher",
            keeps=self.goal == KEEP,
            tolerance=tolerance,
        )
        return {
            "has_current": True,
            "current_value": current.value,
            "current_to": until,
            "expected_value": found.expected,
            "progress": found.progress,
            "reached_now": found.reached,
            "result": self._get_result(found, is_over),
            "state": CLOSED if is_over else ACTIVE,
        }

    def _get_nothing(self, current, until, *, closed):
        """The values where there are no figures to compare.

        :param closed: whether none will come.
        """
        return {
            "has_current": current is not None,
            "current_value": current.value if current else 0,
            "current_to": until or False,
            "expected_value": 0,
            "progress": 0,
            "reached_now": False,
            "result": NO_DATA,
            "state": CLOSED if closed else ACTIVE,
        }

    @api.model
    def _get_result(self, standing, is_over):
        if is_over:
            return ACHIEVED if standing.reached else MISSED
        return AT_RISK if standing.behind else ON_TRACK

    def _note(self, **values):
        # Noted by the addon alone, of what was measured and decided.
        self.sudo().write(values)
