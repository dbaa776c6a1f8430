"""Which customers a part of a figure is made of, in SQL."""

from odoo.tools import SQL

from .measurement_sql import _sums


def counted_customers(facts, period, *, seen, part, limit):
    """The ids of those that the numerator counts.

    :param facts: of the indicator.
    :param period: the row of ``period``.
    :param seen: a query with the ids of those who may be shown.
    :param part: ids by the names of the columns by which figures are divided.
    :param limit: how many at most.
    """
    columns = {"team_id": "owning_team_id"}
    conditions = [
        SQL(
            "placed.%s IS NOT DISTINCT FROM %s::integer",
            SQL.identifier(columns.get(name, name)),
            value,
        )
        for name, value in part.items()
    ]
    return SQL(
        """
        %(sums)s
        SELECT DISTINCT placed.partner_id
          FROM placed
         WHERE placed.numerator <> 0 AND placed.partner_id IN %(seen)s AND %(part)s
      ORDER BY placed.partner_id
         LIMIT %(limit)s
        """,
        sums=_sums(facts, [period], ["main"]),
        seen=seen,
        part=SQL(" AND ").join(conditions or [SQL("TRUE")]),
        limit=limit,
    )
