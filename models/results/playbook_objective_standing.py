"""Where an objective stands: computed of what was measured, and never ticked."""

from datetime import timedelta

from odoo import api, fields, models

from .objective_figures import (
    MONTH,
    Month,
    find_target,
    fraction,
    last_month_before,
    stand,
)
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

    def _find_open_baseline_months(self):
        """From those of these that have no baseline yet to the last month before the
        beginning, in words, where that is not closed yet, or was closed just now.
        """
        waiting = self.filtered(lambda each: each.date_start and not each.has_baseline)
        measured = self._read_measured_months(
            {(each.indicator_id._origin, each._get_scope()) for each in waiting}
        )
        found = {}
        for objective in waiting:
            key = objective.indicator_id._origin.id, objective.company_id._origin.id
            last = last_month_before(objective.date_start)
            told = measured.get(key, {}).get(last)
            is_early = objective._get_today() <= objective._get_closing_day(last)
            if is_early or (told and objective._is_awaited(Month(0, 0, *told), last)):
                found[objective] = objective._format_months(last, last + MONTH)
        return found

    def _is_settled(self, series, day):
        """Whether the measured month that begins on ``day`` changes by nothing but a
        correction; one that is never closed is waited for for some time.
        """
        month = series.months[day]
        return month.closed or (month.over and self._is_late(day))

    def _is_awaited(self, month, day):
        """Whether the figures of the measured ``month`` that begins on ``day`` are
        waited for.
        """
        return not month.closed and not self._is_late(day)

    def _is_late(self, day):
        """Whether the month that begins on ``day`` should have been closed long ago."""
        return self._get_today() > self._get_closing_day(day) + PATIENCE

    def _find_late_baseline(self, series):
        """As :meth:`_find_baseline`; where nothing was measured before the beginning,
        the first month that was measured after. None while an earlier one is waited
        for.
        """
        before = last_month_before(self.date_start)
        for day in sorted(series.months):
            if day < before:
                continue
            # Later months may be closed before it.
            if self._is_awaited(series.months[day], day):
                return None
            count = self._get_count() if day == before else 1
            found = self._is_settled(series, day) and series.sum(day, count)
            if found:
                return found
        return None

    def _complete_baseline(self, series):
        """Take the baseline where there was none yet."""
        if self.has_baseline:
            return
        baseline = self._find_late_baseline(series)
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
        late = self._is_late(decides)
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
