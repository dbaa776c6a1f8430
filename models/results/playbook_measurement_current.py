from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .periods import LENGTHS, MONTH, period_of


class PlaybookMeasurementCurrent(models.AbstractModel):
    """Which month counts as now, for dashboards: the same one for all companies that
    are looked at.

    It is the newest that was measured, but none that has not begun in each of them, and
    none before last month. Two months together would halve what there is at a moment.
    """

    _name = "playbook.measurement.current"
    _description = "The month that counts as now"

    is_current = fields.Boolean(
        string="Current month",
        compute="_compute_is_current",
        search="_search_is_current",
        exportable=False,
    )
    is_before_current = fields.Boolean(
        string="Month before the current one",
        compute="_compute_is_current",
        search="_search_is_before_current",
        exportable=False,
    )

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_is_current(self):
        current = self._get_current_month()
        before = current - LENGTHS[MONTH]
        for row in self:
            monthly = row.kind == MONTH
            row.is_current = monthly and row.date_from == current
            row.is_before_current = monthly and row.date_from == before

    def _search_is_current(self, operator, value):
        return self._search_month(operator, value, relativedelta())

    def _search_is_before_current(self, operator, value):
        return self._search_month(operator, value, LENGTHS[MONTH])

    @api.model
    def _search_month(self, operator, value, back):
        if operator != "in":
            return NotImplemented
        month = self._get_current_month() - back
        found = Domain("kind", "=", MONTH) & Domain("date_from", "=", month)
        return found if True in value else ~found

    @api.model
    def _get_current_month(self):
        """The first day of the month that counts as now."""
        segments = self.env["playbook.segment"]
        today = min(segments._get_day(company) for company in self.env.companies)
        current = period_of(MONTH, today).date_from
        newest = self.env["playbook.measurement.run"].search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("kind", "=", MONTH),
                ("date_from", "in", [current, current - LENGTHS[MONTH]]),
                ("date_measured", "!=", False),
            ],
            order="date_from desc",
            limit=1,
        )
        return newest.date_from or current
