from odoo import api, fields, models

from ..profiles.halves import TIME_IS_UP, TRANSIENT, gone_meanwhile
from .measurement_sql import measure
from .periods import KINDS, to_moment

OPEN, CLOSED = "open", "closed"
# Why there is no data: ``_get_reason_<lack>()`` says it in words.
NOT_THERE, TOO_LATE, GROUPS, COSTS = "not_there", "too_late", "groups", "costs"
# Who reads what went wrong, and why something was corrected.
MANAGED_BY = "crm_playbook.group_sales_management,crm_playbook.group_configurator"


class PlaybookMeasurementRun(models.Model):
    """That an indicator is measured for a period of a company: when, and how it went.

    As long as it is open, the figures are brought up to date; a closed one stays as it
    is, and a correction is a new version. Written by the addon alone.
    """

    _name = "playbook.measurement.run"
    _description = "Measuring of an indicator"
    _rec_name = "indicator_id"
    _order = "date_from desc, indicator_id, id"
    _check_company_auto = True

    indicator_id = fields.Many2one(
        "playbook.indicator",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True
    )
    kind = fields.Selection(KINDS, string="Period", required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(
        string="Until", required=True, readonly=True, help="The first day after it."
    )
    state = fields.Selection(
        [(OPEN, "Open"), (CLOSED, "Closed")],
        required=True,
        default=OPEN,
        readonly=True,
    )
    version = fields.Integer(default=1, readonly=True, aggregator=None)
    estimated = fields.Boolean(
        readonly=True,
        help="Measured afterwards, from what can still be found; or, where it is known "
        "for now alone, for the last time more than a day before the end.",
    )
    date_measured = fields.Datetime(string="Measured", readonly=True)
    date_tried = fields.Datetime(
        string="Tried", readonly=True, help="When it was measured, or should have been."
    )
    date_closed = fields.Datetime(string="Closed on", readonly=True)
    error = fields.Text(
        readonly=True,
        groups=MANAGED_BY,
        help="Why it could not be measured. It is tried again.",
    )
    is_failed = fields.Boolean(
        string="Could not be measured",
        compute="_compute_is_failed",
        search="_search_is_failed",
        compute_sudo=True,
    )
    lack = fields.Selection(
        [
            (NOT_THERE, "What it needs is not there"),
            (TOO_LATE, "It cannot be found any more"),
            (GROUPS, "RFM groups are not known yet"),
            (COSTS, "No costs are known"),
        ],
        readonly=True,
    )
    missing = fields.Text(
        string="Why there is no data",
        compute="_compute_missing",
        help="What it needs and what is not there.",
    )

    _one_run = models.UniqueIndex(
        "(indicator_id, company_id, kind, date_from)",
        "An indicator is measured once for a period of a company.",
    )
    _of_period = models.Index("(company_id, kind, date_from)")
    _to_measure = models.Index("(date_tried) WHERE state = 'open'")

    @api.depends("error")
    def _compute_is_failed(self):
        for run in self:
            run.is_failed = bool(run.error)

    @api.model
    def _search_is_failed(self, operator, value):
        if operator != "in":
            return NotImplemented
        asked = "!=" if True in value else "="
        # Whether there is an error alone.
        found = self.sudo().with_context(active_test=False)
        return [("id", "in", found._search([("error", asked, False)]))]

    # ------------------------------------------------------------------
    # Measuring
    # ------------------------------------------------------------------

    @api.model
    def _ensure(self, indicators, company, periods, today=None):
        """The rows for these periods, those that are missing made.

        :param today: of what is over on that day, only what can be measured for the
            past is made; None: all.
        """
        self._make(
            indicators,
            [
                (company.id, *period, today is not None and period.date_to <= today)
                for period in periods
            ],
        )
        wanted = {(period.kind, period.date_from) for period in periods}
        return self.search(
            [
                ("indicator_id", "in", indicators.ids),
                ("company_id", "=", company.id),
                ("date_from", "in", [period.date_from for period in periods]),
            ]
        ).filtered(lambda run: (run.kind, run.date_from) in wanted)

    def _measure(self):
        """Measure those of these that are open: one statement an indicator.

        Where an indicator cannot be measured in this Odoo, it is noted why.
        """
        now = fields.Datetime.now()
        self.env.flush_all()
        # Until the transaction ends: PostgreSQL would compile these statements for
        # longer than they run.
        self.env.cr.execute("SET LOCAL jit = off")
        open_runs = self.filtered(lambda run: run.state == OPEN)
        for indicator, runs in open_runs.grouped("indicator_id").items():
            query = runs._find_facts(indicator)
            if query is None:
                continue
            late = runs.filtered(
                lambda run: not run.date_measured and run._is_to_close(now)
            )
            late._set({"estimated": True})
            rows = [run._prepare_period(now) for run in runs]
            self.env.flush_all()
            with gone_meanwhile():
                self.env.cr.execute(
                    measure(query, rows, indicator._get_cuts()), log_exceptions=False
                )
            runs._set(
                {
                    "date_measured": now,
                    "date_tried": now,
                    "error": False,
                    "lack": False,
                }
            )
        self.env["playbook.measurement"].invalidate_model(flush=False)

    def _find_facts(self, indicator):
        """The query of the facts of these; where there is none, it is noted why.

        An indicator that is broken is so for all periods of a company: each is told at
        once, and not tried one by one.
        """
        try:
            with self.env.cr.savepoint():
                query = indicator._get_facts(self.company_id)
        except TRANSIENT:
            raise
        except Exception as error:
            # Which company it is that breaks it, is found out by halves.
            if len(self.company_id) > 1 or TIME_IS_UP in str(error):
                raise
            for run in self:
                run._note_error(error)
            return None
        if query is None:
            # These cannot be measured here.
            self._set(
                {
                    "date_tried": fields.Datetime.now(),
                    "lack": NOT_THERE,
                    "error": False,
                }
            )
        return query

    @api.depends("lack", "indicator_id")
    @api.depends_context("lang")
    def _compute_missing(self):
        for run in self:
            tell = run.lack and getattr(run, f"_get_reason_{run.lack}")
            run.missing = tell() if tell else False

    def _get_reason_not_there(self):
        # What an indicator needs is no secret to who reads how measuring went.
        return self.indicator_id.sudo()._get_unavailable_reason()

    def _set(self, values):
        """Write ``values`` where they differ."""
        for name, value in values.items():
            different = self.filtered(lambda run, n=name, v=value: run[n] != v)
            if different:
                different.write({name: value})

    def _get_zone(self):
        """The time zone of the company, known to PostgreSQL."""
        self.ensure_one()
        return self._get_zone_of(self.company_id)

    @api.model
    def _get_zone_of(self, company):
        zone = self.env["playbook.segment"]._get_time_zone(company)
        if zone in self.env["res.partner"]._time_zones_unknown_to_postgresql():
            return "UTC"
        return zone

    def _get_end(self):
        """When the period ends, in UTC."""
        return to_moment(self.date_to, self._get_zone())

    def _prepare_period(self, now):
        """The row of ``period``, see ``facts_sql``."""
        self.ensure_one()
        zone = self._get_zone()
        start_at, end_at = (to_moment(x, zone) for x in (self.date_from, self.date_to))
        days = self.date_from, self.date_to
        moments = start_at, end_at, min(end_at, now)
        return (self.id, self.company_id.id, *days, *moments, zone)
