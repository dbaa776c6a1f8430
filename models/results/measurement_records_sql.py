"""Which records a part of a figure is made of, in SQL."""

from odoo.tools import SQL

from .measurement_sql import _sums


def counted_records(facts, period, column, *, seen, part, limit, all_of_them=False):
    """The ids in ``column`` of the facts that the numerator counts.

    :param facts: of the indicator.
    :param period: the row of ``period``.
    :param column: ``partner_id`` or ``record_id``.
    :param seen: a query with the ids of those who may be shown.
    :param part: ids by the names of the columns by which figures are divided.
    :param limit: how many at most.
    :param all_of_them: whether also those by which it is divided.
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
    if not all_of_them:
        conditions.append(SQL("placed.numerator <> 0"))
    column = SQL.identifier("placed", column)
    return SQL(
        """
        %(sums)s
        SELECT DISTINCT %(column)s
          FROM placed
         WHERE %(column)s IN %(seen)s AND %(part)s
      ORDER BY %(column)s
         LIMIT %(limit)s
        """,
        sums=_sums(facts, [period], ["main"]),
        column=column,
        seen=seen,
        part=SQL(" AND ").join(conditions or [SQL("TRUE")]),
        limit=limit,
    )
