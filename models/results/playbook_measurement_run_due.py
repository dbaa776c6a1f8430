"""Bringing measurements up to date: the scheduled action, and at once for a screen."""

import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.tools import groupby

from ..profiles.halves import TIME_IS_UP, TRANSIENT, do_in_halves
from .measurement_run_sql import due_runs, make_runs
from .periods import MONTH, WEEK, periods_back

_logger = logging.getLogger(__name__)

CRON = "crm_playbook.ir_cron_measure_indicators"
# How far back figures are looked for, with the current period.
BACK = {MONTH: 14, WEEK: 9}
# So many rows of one indicator in one statement and transaction.
BATCH = 60
# So many are looked up at a time.
LOOKED_UP = 2000
# What was measured so many minutes ago is up to date for who looks at it.
FRESH_MINUTES = 15


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    # ------------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_measure(self, batch=BATCH):
        """Make the rows that are missing, measure those that are due, close those whose
        time has come; one indicator and ``batch`` rows in a transaction.
        """
        Cron = self.env["ir.cron"]
        tried = set()
        try:
            self._make_missing()
            Cron._commit_progress(remaining=1)
            while due := [row for row in self._find_due() if row[0] not in tried]:
                tried.update(run_id for run_id, *_rest in due)
                if not self._work_off(due, batch):
                    return
        except TRANSIENT as error:
            self.env.cr.rollback()
            _logger.info("Measuring waits: %s", error)
        Cron._commit_progress(remaining=0)

    @api.model
    def _work_off(self, due, batch):
        """Measure what is ``due``.

        :return: whether there is time left.
        """
        Cron = self.env["ir.cron"]
        left = len(due)
        for _key, rows in groupby(due, lambda row: row[1:]):
            ids = [run_id for run_id, *_rest in rows]
            for start in range(0, len(ids), batch):
                part = ids[start : start + batch]
                left -= len(part)
                self.browse(part)._measure_apart()
                if not Cron._commit_progress(len(part), remaining=left + 1):
                    return False
        return True

    def _measure_apart(self):
        """Bring these up to date; where somebody was faster, the next call does it.

        So it is with those that somebody else is just measuring.
        """
        try:
            free = self.try_lock_for_update(allow_referencing=True)
            free._bring_up_to_date()
        except (*TRANSIENT, UniqueViolation) as error:
            self.env.cr.rollback()
            _logger.info("Measuring %s waits: %s", self.indicator_id.ids, error)
        except Exception as error:
            self.env.cr.rollback()
            if TIME_IS_UP in str(error):
                raise
            _logger.exception("Indicators %s cannot be measured", self.indicator_id.ids)

    @api.model
    def _find_due(self):
        """The rows of ``due_runs``."""
        now = fields.Datetime.now()
        clocks = [(company.id, self._get_zone_of(company)) for company in self._all()]
        if not clocks:
            return []
        before = now - timedelta(hours=self._get_measure_hours())
        self.env.flush_all()
        return self.env.execute_query(
            due_runs(clocks, now=now, tried_before=before, limit=LOOKED_UP)
        )

    @api.model
    def _make_missing(self):
        """Make the rows of current periods, and of those before that are looked for."""
        periods = []
        for company in self._all():
            today = self.env["playbook.segment"]._get_day(company)
            for kind, count in BACK.items():
                periods += [
                    (company.id, *period, period.date_to <= today)
                    for period in periods_back(kind, today, count)
                ]
        self._make(None, periods)

    @api.model
    def _make(self, indicators, periods):
        """Make the rows that are missing: see ``make_runs``."""
        if not periods:
            return
        self.env.flush_all()
        ids = None if indicators is None else indicators.ids
        self.env.cr.execute(make_runs(ids, periods))
        self.invalidate_model(flush=False)

    @api.model
    def _all(self):
        """The companies whose figures are measured."""
        return self.env["res.company"].search([])  # pylint: disable=no-search-all

    @api.model
    def _begin(self):
        """On installation: say what is to be measured; the scheduled action does it."""
        self._make_missing()
        self._measure_soon()

    @api.model
    def _measure_soon(self):
        """Have the scheduled action look what there is to do."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron._trigger()

    # ------------------------------------------------------------------
    # Up to date
    # ------------------------------------------------------------------

    def _bring_up_to_date(self):
        """Measure these as far as they are open, and close those whose time has come.

        What cannot be measured says why, and stops no other.
        """
        now = fields.Datetime.now()
        # Whose definition is gone since they were looked up.
        runs = self.exists().filtered(lambda run: run.state == "open")
        late = runs.filtered(lambda run: run._is_too_late(now))
        late._give_up()

        def fail(run, error):
            run._note_error(error)
            return 1

        do_in_halves(self.env.cr, runs - late, lambda part: part._measure(), fail)
        measured = (runs - late).filtered(
            lambda run: run._is_answered() and run._is_to_close(now)
        )
        measured._close()

    def _note_error(self, error):
        text = str(error).strip() or type(error).__name__
        _logger.warning("Measuring %s of %s: %s", self.id, self.indicator_id.id, text)
        self._set({"error": text, "date_tried": fields.Datetime.now()})

    @api.model
    def _measure_now(
        self, company, kind, day, indicators=None, *, fresh_minutes=FRESH_MINUTES
    ):
        """Bring the period of ``day`` and the one before up to date, in this
        transaction, as far as they are open.

        :param company: whose figures.
        :param kind: of the period.
        :param day: in it; one to come stands for today.
        :param indicators: those to measure, of the company's; None: all.
        :param fresh_minutes: what was measured less long ago stays as it is.
        :return: the rows of both periods.
        """
        # What is measured is the same for everybody; who reads it is another matter.
        found = self.env["playbook.indicator"].sudo()
        found = found.search([("company_id", "in", [False, company.id])])
        indicators = found if indicators is None else found & indicators
        return self._measure_periods(indicators, company, kind, day, fresh_minutes)

    @api.model
    def _measure_indicators_now(self, indicators, company):
        """Bring the current periods of ``indicators`` and those before up to date."""
        # As in _measure_now.
        today = self.env["playbook.segment"]._get_day(company.sudo())
        indicators = indicators.sudo().filtered(
            lambda one: not one.company_id or one.company_id == company
        )
        for kind in BACK:
            self._measure_periods(indicators, company, kind, today, 0)

    @api.model
    def _measure_periods(self, indicators, company, kind, day, fresh_minutes):
        Run = self.sudo()  # as in _measure_now
        company = company.sudo()  # as above
        today = self.env["playbook.segment"]._get_day(company)
        periods = periods_back(kind, min(day, today), 2)
        runs = Run._ensure(indicators, company, periods, today)
        stale = runs.filtered(lambda run: run._is_stale(fresh_minutes))
        # What somebody else is just measuring is up to date in a moment.
        stale = stale.try_lock_for_update(allow_referencing=True)
        for part in stale.grouped("indicator_id").values():
            part._bring_up_to_date()
        return runs.with_env(self.env)

    def _is_stale(self, fresh_minutes):
        """Whether it is open, and was not tried lately, or not since it ended."""
        self.ensure_one()
        if self.state != "open":
            return False
        now, tried = fields.Datetime.now(), self.date_tried
        if not tried or tried <= now - timedelta(minutes=fresh_minutes):
            return True
        return tried < self._get_end() <= now
