"""Who went from one RFM group to another between two days, in SQL, from history."""

from odoo.tools import SQL


def group_moves(company_id, date_from, date_to, partners):
    """Who was in which group at the end of two days, from history.

    :param partners: a query with the ids of the customers to tell of.
    :return: a query with the rows ``(partner_id, from_group_id, to_group_id)``, NULL
        where somebody was in none.
    """
    return SQL(
        """
        SELECT partner_id, then_.group_id AS from_group_id, now_.group_id AS to_group_id
          FROM (%s) then_
     FULL JOIN (%s) now_ USING (partner_id)
         WHERE (then_.group_id IS NOT NULL OR now_.group_id IS NOT NULL)
           AND partner_id IN %s
        """,
        groups_on(company_id, date_from),
        groups_on(company_id, date_to),
        partners,
    )


def count_moves(moves):
    """How many went from which group to which: ``(from_group_id, to_group_id, count)``.

    :param moves: a query of :func:`group_moves`.
    """
    return SQL(
        """
        SELECT from_group_id, to_group_id, COUNT(*)
          FROM (%s) moved
      GROUP BY from_group_id, to_group_id
        """,
        moves,
    )


def who_moved(moves, **groups):
    """The ids of the customers, as a sub-query, who went from a group to a group.

    :param moves: a query of :func:`group_moves`.
    :param groups: ``from_group_id`` and ``to_group_id``: an id, or None for no group;
        without it, any.
    """
    conditions = [
        SQL("%s IS NOT DISTINCT FROM %s", SQL.identifier("moved", name), group_id)
        for name, group_id in groups.items()
    ]
    return SQL(
        "(SELECT partner_id FROM (%s) moved WHERE %s)",
        moves,
        SQL(" AND ").join([SQL("TRUE"), *conditions]),
    )


def groups_on(company_id, day):
    """In which group who was at the end of a day.

    :return: a query with the rows ``(partner_id, group_id)``; NULL for who was in one
        before, and is in none any more.
    """
    return SQL(
        """
        SELECT DISTINCT ON (partner_id) partner_id, group_id
          FROM playbook_rfm_history
         WHERE company_id = %s AND date <= %s
      ORDER BY partner_id, date DESC
        """,
        company_id,
        day,
    )
