"""When a period is closed: some days after its end, in the days of the company."""

import math
from datetime import timedelta

from odoo import api, fields, models

from .periods import to_moment
from .playbook_measurement_run import CLOSED, TOO_LATE

CLOSE_DAYS, MEASURE_HOURS = "crm_playbook.close_days", "crm_playbook.measure_hours"
DEFAULT_CLOSE_DAYS, DEFAULT_MEASURE_HOURS = 3, 4
MOST_CLOSE_DAYS, MOST_MEASURE_HOURS = 90, 24
# What was measured earlier before the end of the period is not what there was then.
MOST_BEFORE = timedelta(days=1)


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    @api.model
    def _get_close_days(self):
        """How many days after its end a period is closed."""
        return self._get_setting(CLOSE_DAYS, DEFAULT_CLOSE_DAYS, 0, MOST_CLOSE_DAYS)

    @api.model
    def _get_measure_hours(self):
        """After how many hours an open period is measured again."""
        return self._get_setting(
            MEASURE_HOURS, DEFAULT_MEASURE_HOURS, 1, MOST_MEASURE_HOURS
        )

    @api.model
    def _get_setting(self, key, default, least, most):
        """The number; nonsense counts as the default."""
        # A setting of the addon's own, which says nothing of anybody.
        text = self.env["ir.config_parameter"].sudo().get_param(key)
        try:
            number = float(text or "none")
        except (TypeError, ValueError):
            return default
        if not math.isfinite(number) or not least <= number <= most:
            return default
        return int(number)

    def _is_to_close(self, now):
        """Whether the days in which something may still be changed are over."""
        self.ensure_one()
        last = self.date_to + timedelta(days=self._get_close_days())
        return to_moment(last, self._get_zone()) <= now

    def _is_too_late(self, now):
        """Whether nothing can be measured any more: the period is over, and what it is
        made of is known for now alone.
        """
        self.ensure_one()
        if self.indicator_id.from_history:
            return False
        grace = timedelta(hours=self._get_measure_hours())
        return self._get_end() + grace <= now

    def _close(self):
        """Close these: they stay as they are."""
        self._set({"state": CLOSED, "date_closed": fields.Datetime.now()})

    def _give_up(self):
        """Close these, whose time has passed, with what was measured."""
        unknown = self.filtered(lambda run: not run.date_measured)
        unknown._set({"lack": TOO_LATE})
        early = (self - unknown).filtered(
            lambda run: run.date_measured < run._get_end() - MOST_BEFORE
        )
        early._mark_estimated()
        self._close()

    @api.model
    def _get_reason_too_late(self):
        return self.env._(
            "Nothing was measured while the period lasted, and it cannot be found any "
            "more."
        )

    def _is_answered(self):
        """Whether what was looked for was found, or it is known that nothing is there
        to be found: it may be closed.
        """
        self.ensure_one()
        return not (self.error or self.lack)

    def _mark_estimated(self):
        """Say that these, and their figures, are estimates."""
        self._set({"estimated": True})
        rows = self.env["playbook.measurement"].search([("run_id", "in", self.ids)])
        rows.filtered(lambda row: not row.estimated).write({"estimated": True})
