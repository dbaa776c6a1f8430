from odoo import api, fields, models

from .measurement_sql import measure
from .periods import KINDS, periods_back, to_moment


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
        "playbook.indicator", required=True, ondelete="cascade", readonly=True
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
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
    )
    version = fields.Integer(default=1, readonly=True)
    estimated = fields.Boolean(
        readonly=True, help="Measured afterwards, from what can still be found."
    )
    date_measured = fields.Datetime(string="Measured", readonly=True)
    error = fields.Text(readonly=True)

    _one_run = models.UniqueIndex(
        "(indicator_id, company_id, kind, date_from)",
        "An indicator is measured once for a period of a company.",
    )
    _of_period = models.Index("(company_id, kind, date_from)")

    # ------------------------------------------------------------------
    # Measuring
    # ------------------------------------------------------------------

    @api.model
    def _ensure(self, indicators, company, periods):
        """The rows for these periods, those that are missing made."""
        found = self.search(
            [
                ("indicator_id", "in", indicators.ids),
                ("company_id", "=", company.id),
                ("date_from", "in", [period.date_from for period in periods]),
            ]
        )
        there = {(run.indicator_id.id, run.kind, run.date_from) for run in found}
        return found | self.create(
            [
                {"indicator_id": indicator.id, "company_id": company.id}
                | period._asdict()
                for indicator in indicators
                for period in periods
                if (indicator.id, period.kind, period.date_from) not in there
            ]
        )

    @api.model
    def _measure_now(self, company, kind, day):
        """Bring the period of ``day`` and the one before up to date."""
        indicators = self.env["playbook.indicator"].search([])  # pylint: disable=no-search-all
        periods = periods_back(kind, day, 2)
        self._ensure(indicators, company, periods)._measure()

    def _measure(self):
        """Measure these: one statement an indicator."""
        now = fields.Datetime.now()
        self.env.flush_all()
        for indicator, runs in self.grouped("indicator_id").items():
            query = indicator._get_facts()
            if query is None:
                continue
            rows = [run._prepare_period(now) for run in runs]
            self.env.cr.execute(measure(query, rows, indicator._get_cuts()))
            runs.date_measured = now
        self.env["playbook.measurement"].invalidate_model(flush=False)

    def _prepare_period(self, now):
        """The row of ``period``, see ``facts_sql``."""
        self.ensure_one()
        zone = self.env["playbook.segment"]._get_time_zone(self.company_id)
        if zone in self.env["res.partner"]._time_zones_unknown_to_postgresql():
            zone = "UTC"
        start_at, end_at = (to_moment(x, zone) for x in (self.date_from, self.date_to))
        days = self.date_from, self.date_to
        moments = start_at, end_at, min(end_at, now)
        return (self.id, self.company_id.id, *days, *moments, zone)
