"""What there is at the end of periods, over several periods: their average."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# What says of which periods it is, and not of which part.
SAYS_PERIOD = {
    *("indicator_id", "indicator_code", "company_id"),
    *("kind", "date_from", "date_to"),
    *("is_current", "is_before_current"),
}

DAYS = {"date_from", "date_to"}


class PlaybookMeasurement(models.Model):
    """A part has a row where there is something of it. It is divided by all periods
    that were measured: else parts would not add up to the whole.
    """

    _inherit = "playbook.measurement"

    def _search(self, domain, *args, **options):
        query = super()._search(domain, *args, **options)
        query.playbook_domain = domain
        query.playbook_days = {}
        return query

    def _read_group_groupby(self, alias, groupby_spec, query):
        column = super()._read_group_groupby(alias, groupby_spec, query)
        name = groupby_spec.partition(":")[0]
        days = getattr(query, "playbook_days", None)
        if days is not None and alias == self._table and name in DAYS:
            days[groupby_spec] = column
        return column

    @api.model
    def _count_periods(self, column, query):
        found = super()._count_periods(column, query)
        # None where Odoo asks for nothing but how a field is summed.
        days = getattr(query, "playbook_days", None)
        if days is None:
            return found
        if not days:
            return SQL("GREATEST(%s, %s)", found, self._count_runs(column, query, ()))
        # By which of the dates a row is grouped: there may be several groupings.
        cases = [
            SQL(
                "WHEN %s THEN %s",
                mask,
                self._count_runs(
                    column,
                    query,
                    [
                        spec
                        for place, spec in enumerate(reversed(days))
                        if not mask & 1 << place
                    ],
                ),
            )
            for mask in range(2 ** len(days))
        ]
        return SQL(
            "GREATEST(%s, CASE GROUPING(%s) %s END)",
            found,
            SQL(", ").join(days.values()),
            SQL(" ").join(cases),
        )

    @api.model
    def _count_runs(self, column, query, specs):
        """How many periods of the answer's row were measured.

        :param specs: the groupings by date that tell it apart from others.
        """
        # How many periods there are says nothing of what was measured.
        Run = self.env["playbook.measurement.run"].sudo()
        periods = Run._search(self._get_domain_of_periods(query.playbook_domain))
        own = {
            name: Run._field_to_sql(Run._table, name, periods)
            for name in ("indicator_id", "company_id", "kind", "date_from")
        }
        periods.add_where(
            SQL(
                """
                %(run_indicator)s = MIN(%(indicator)s)
                AND %(run_kind)s = MIN(%(kind)s)
                AND %(run_company)s = ANY(ARRAY_AGG(%(company)s))
                """,
                run_indicator=own["indicator_id"],
                indicator=column["indicator_id"],
                run_kind=own["kind"],
                kind=column["kind"],
                run_company=own["company_id"],
                company=column["company_id"],
            )
        )
        for spec in specs:
            day = Run._read_group_groupby(Run._table, spec, periods)
            periods.add_where(SQL("%s = MIN(%s)", day, query.playbook_days[spec]))
        return periods.subselect(SQL("COUNT(DISTINCT %s)", own["date_from"]))

    @api.model
    def _get_domain_of_periods(self, domain):
        """What ``domain`` asks of the periods, and were measured."""
        asked = (
            Domain(domain)
            .optimize(self)
            .map_conditions(
                lambda one: one
                if one.field_expr.partition(".")[0] in SAYS_PERIOD
                else Domain.TRUE
            )
        )
        return asked & Domain("date_measured", "!=", False)
