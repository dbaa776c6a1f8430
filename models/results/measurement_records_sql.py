"""Which records a part of a figure is made of, in SQL."""

from odoo.tools import SQL

from .measurement_sql import membership_table, period_table


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
    conditions = _conditions(part)
    if not all_of_them:
        conditions.append(SQL("placed.numerator <> 0"))
    column = SQL.identifier("placed", column)
    return SQL(
        """
        %(placed)s
        SELECT DISTINCT %(column)s
          FROM placed
         WHERE %(column)s IN %(seen)s AND %(part)s
      ORDER BY %(column)s
         LIMIT %(limit)s
        """,
        placed=_placed(facts, period),
        column=column,
        seen=seen,
        part=SQL(" AND ").join(conditions or [SQL("TRUE")]),
        limit=limit,
    )


def _conditions(part):
    """That a fact is of the part."""
    columns = {"team_id": "owning_team_id"}
    return [
        SQL(
            "placed.%s IS NOT DISTINCT FROM %s::integer",
            SQL.identifier(columns.get(name, name)),
            value,
        )
        for name, value in part.items()
    ]


def _placed(facts, period):
    """The common tables: ``period``, and ``placed`` with each fact, its team and its
    segment, told as ``measurement_sql`` tells those of sums.
    """
    return SQL(
        """
        WITH %(period)s,
        %(membership)s,
        fact AS MATERIALIZED (%(facts)s),
        placed AS (
            SELECT fact.*, main.segment_id,
                   COALESCE(fact.team_id, membership.team_id) AS owning_team_id
              FROM fact
              JOIN period ON period.id = fact.period_id
         LEFT JOIN membership
                ON membership.user_id = fact.user_id
               AND membership.company_id = period.company_id
         LEFT JOIN playbook_main_segment main
                ON main.partner_id = fact.partner_id
               AND main.company_id = period.company_id
        )
        """,
        period=period_table([period]),
        membership=membership_table(),
        facts=facts,
    )
