"""Reading figures: what was measured, with the rights of who asks."""

import itertools
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain


class Figure(NamedTuple):
    """A measured sum, and what is shown of it: None where there is no data."""

    numerator: float
    denominator: float
    value: float


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _read_figures(self, company, kind, date_from, date_to, **how):
        """What was measured of these in the periods of ``kind`` that begin from
        ``date_from`` on and before ``date_to``, as far as the user may read it.

        A sum of which nothing was counted in measured periods is 0; a ratio of nothing,
        and what was not measured, has no value.

        :param how: ``groupby`` (names of fields of ``playbook.measurement``, dates with
            their granularity), ``domain`` (over it) and ``cut`` (``main``).
        :return: a dictionary from tuples (id of the indicator, and what ``_read_group``
            gives for each of ``groupby``) to :class:`Figure`.
        """
        groupby = tuple(how.get("groupby", ()))
        Measurement = self.env["playbook.measurement"]
        asked = (
            Domain("indicator_id", "in", self.ids)
            & Domain("company_id", "=", company.id)
            & Domain("kind", "=", kind)
            & Domain("date_from", ">=", date_from)
            & Domain("date_from", "<", date_to)
            & Domain("cut", "=", how.get("cut", "main"))
            & Domain(how.get("domain", []))
        )
        figures = {}
        if not groupby:
            figures = self._read_nothing(company, kind, date_from, date_to)
        for (
            indicator,
            *groups,
            numerator,
            denominator,
            value,
        ) in Measurement._read_group(
            asked,
            ["indicator_id", *groupby],
            ["numerator:sum", "denominator:sum", "value:avg"],
        ):
            # What Odoo reads of nothing is False.
            value = None if value is False else value
            figures[(indicator.id, *groups)] = Figure(numerator, denominator, value)
        return figures

    def _read_by_period(self, company, kind, periods, **how):
        """The same for each of ``periods``, consecutive ones of ``kind``.

        :param how: ``domain`` and ``cut``.
        :return: a dictionary from pairs (id of the indicator, first day) to
            :class:`Figure`, for each indicator and period.
        """
        days = [period.date_from for period in periods]
        first, last = min(days), max(period.date_to for period in periods)
        # By day: weeks of Odoo's begin where they do in the user's language.
        found = self._read_figures(
            company, kind, first, last, groupby=["date_from:day"], **how
        )
        measured = {
            (indicator.id, day)
            for indicator, day in self._read_measured(company, kind, first, last)
        }
        totals = {indicator.id for indicator in self if not indicator.is_ratio}
        for key in itertools.product(self.ids, days):
            is_zero = key in measured and key[0] in totals
            found.setdefault(key, Figure(0, 0, 0 if is_zero else None))
        return found

    def _get_measured_domain(self, company, kind, date_from, date_to):
        """Of runs of these that were measured."""
        return [
            ("indicator_id", "in", self.ids),
            ("company_id", "=", company.id),
            ("kind", "=", kind),
            ("date_from", ">=", date_from),
            ("date_from", "<", date_to),
            ("date_measured", "!=", False),
        ]

    def _read_measured(self, company, kind, date_from, date_to):
        """Pairs of the indicator and the first day of what was measured."""
        runs = self.env["playbook.measurement.run"].search_fetch(
            self._get_measured_domain(company, kind, date_from, date_to),
            ["indicator_id", "date_from"],
        )
        return [(run.indicator_id, run.date_from) for run in runs]

    def _read_nothing(self, company, kind, date_from, date_to):
        """The figures of what was measured, before anything is counted."""
        runs = self.env["playbook.measurement.run"]._read_group(
            self._get_measured_domain(company, kind, date_from, date_to),
            ["indicator_id"],
        )
        measured = {indicator.id for (indicator,) in runs}
        return {
            (indicator.id,): Figure(0, 0, 0)
            if indicator.id in measured and not indicator.is_ratio
            else Figure(0, 0, None)
            for indicator in self
        }
