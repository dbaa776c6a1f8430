"""Reading the figures of objectives: in as many queries for many as for one."""

from typing import NamedTuple

from odoo import api, models

from .objective_figures import Month, Series
from .periods import MONTH, to_moment

# Fields of an objective, and what they are of a measurement.
PARTS = {"team_id": "team_id", "figures_user_id": "user_id", "segment_id": "segment_id"}


class Scope(NamedTuple):
    """Whose figures: ids; 0 for those of all."""

    company_id: int
    team_id: int = 0
    user_id: int = 0
    segment_id: int = 0


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    def _get_scope(self):
        self.ensure_one()
        parts = {part: self[name]._origin.id or 0 for name, part in PARTS.items()}
        return Scope(self.company_id._origin.id, **parts)

    def _read_series(self):
        """From each of these to its :class:`Series`.

        Whoever reads an objective knows what its figure is. Of one that is just being
        written, users see what they may read of the figures.
        """
        saved = self._filter_as_saved()
        found = {}
        for objectives in (saved, self - saved):
            wanted = {
                (each.indicator_id._origin, each._get_scope()) for each in objectives
            }
            series = self._read_all_series(wanted, all_figures=objectives == saved)
            found |= {
                each: series[each.indicator_id._origin.id, each._get_scope()]
                for each in objectives
                if each.indicator_id
            }
        return found

    def _filter_as_saved(self):
        """Those that the user may read, and that are about the same figures as they
        were saved.
        """
        if self.env.su:
            return self
        readable = set(self._origin._filtered_access("read").ids)
        return self.filtered(
            lambda each: (
                each._origin.id in readable
                and each._get_figures_key() == each._origin._get_figures_key()
            )
        )

    @api.model
    def _read_all_series(self, wanted, *, all_figures):
        """:param wanted: pairs of an indicator and a :class:`Scope`.
        :param all_figures: whether the user reads objectives about them; else these are
            the figures that the user may read.
        :return: from pairs of an id and the scope to :class:`Series`.
        """
        wanted = [(indicator, scope) for indicator, scope in wanted if indicator]
        allowed = self.env.companies.ids
        measured = self._read_measured_months(
            [
                (indicator, scope)
                for indicator, scope in wanted
                if all_figures or scope.company_id in allowed
            ]
        )
        counted = {}
        shapes = {}
        for _indicator, scope in wanted:
            shape = tuple(name for name in PARTS.values() if getattr(scope, name))
            shapes.setdefault(shape, set()).add(scope)
        indicator_ids = {indicator.id for indicator, _scope in wanted}
        # There are eight shapes, whatever there are of objectives.
        for shape, scopes in shapes.items():
            counted |= self._read_counted(indicator_ids, shape, scopes, all_figures)
        return {
            (indicator.id, scope): self._make_series(
                indicator, scope, measured, counted
            )
            for indicator, scope in wanted
        }

    @api.model
    def _make_series(self, indicator, scope, measured, counted):
        months = measured.get((indicator.id, scope.company_id), {})
        found = counted.get((indicator.id, scope), {})
        # What an indicator is, is no secret.
        kind = indicator.sudo()
        name = "number"
        if kind.is_ratio:
            name = "percent" if kind.unit == "percent" else "ratio"
        return Series(
            name,
            {
                day: Month(*found.get(day, (0, 0)), *told)
                for day, told in months.items()
            },
        )

    @api.model
    def _read_measured_months(self, wanted):
        """From pairs of ids of an indicator and a company to the first days of measured
        months, with whether each is over, was measured afterwards, and is closed.
        """
        # When it was measured tells no figure.
        runs = self.env["playbook.measurement.run"].sudo()
        runs = runs.search_fetch(
            [
                ("indicator_id", "in", [indicator.id for indicator, _scope in wanted]),
                (
                    "company_id",
                    "in",
                    [scope.company_id for _indicator, scope in wanted],
                ),
                ("kind", "=", MONTH),
                ("date_measured", "!=", False),
            ],
            [
                *("indicator_id", "company_id", "date_from", "date_to", "state"),
                *("date_measured", "estimated"),
            ],
        )
        zones = {
            company: self.env["playbook.segment"]._get_time_zone(company)
            for company in runs.company_id
        }
        found = {}
        for run in runs:
            end = to_moment(run.date_to, zones[run.company_id])
            closed = run.state == "closed"
            over = closed or run.date_measured >= end
            key = run.indicator_id.id, run.company_id.id
            found.setdefault(key, {})[run.date_from] = over, run.estimated, closed
        return found

    @api.model
    def _read_counted(self, indicator_ids, shape, scopes, all_figures):
        """From pairs of an id and a scope to the sums by month.

        :param shape: names of the fields of a measurement that tell the scopes apart.
        """
        companies = self.env["res.company"].browse(
            {scope.company_id for scope in scopes}
        )
        Measurement = self.env["playbook.measurement"]
        if all_figures:
            # Sums alone, of what an objective that the user reads is about.
            Measurement = Measurement.sudo()
        domain = [
            ("indicator_id", "in", list(indicator_ids)),
            ("company_id", "in", companies.ids),
            ("kind", "=", MONTH),
            ("cut", "=", "main"),
        ]
        domain += [
            (name, "in", [getattr(scope, name) for scope in scopes]) for name in shape
        ]
        rows = Measurement._read_group(
            domain,
            ["indicator_id", "company_id", "date_from:month", *shape],
            ["numerator:sum", "denominator:sum"],
        )
        found = {}
        for indicator, company, day, *parts, numerator, denominator in rows:
            ids = {name: part.id for name, part in zip(shape, parts, strict=True)}
            scope = Scope(company.id, **ids)
            sums = numerator or 0, denominator or 0
            found.setdefault((indicator.id, scope), {})[day] = sums
        return found

    def _get_today(self):
        """Today, in the days of the company."""
        self.ensure_one()
        return self.env["playbook.segment"]._get_day(self.company_id)
