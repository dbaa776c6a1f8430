"""Figures of parts that become one part, in SQL."""

from odoo.tools import SQL

from .facts_sql import CUTS, OWNERS

GROUPED = (*OWNERS, *(name for names in CUTS.values() for name in names))


def add_up(name, ids, kept_id):
    """Of the rows in use that would be of the same part, keep one, with their sums.

    :param name: which of ``GROUPED``.
    :param ids: what goes.
    :param kept_id: what takes its place; None: nothing does.
    """
    others = SQL(", ").join(SQL.identifier(each) for each in GROUPED if each != name)
    return SQL(
        """
        WITH same AS (
            SELECT id,
                   SUM(numerator) OVER part AS numerator,
                   SUM(denominator) OVER part AS denominator,
                   COUNT(*) OVER part AS rows,
                   ROW_NUMBER() OVER (
                       PARTITION BY run_id, cut, %(others)s
                       ORDER BY %(column)s IS NOT DISTINCT FROM %(kept)s DESC, id
                   ) AS place
              FROM playbook_measurement
             WHERE active
               AND (%(column)s = ANY(%(ids)s)
                    OR %(column)s IS NOT DISTINCT FROM %(kept)s)
               AND run_id IN (SELECT run_id FROM playbook_measurement
                               WHERE active AND %(column)s = ANY(%(ids)s))
            WINDOW part AS (PARTITION BY run_id, cut, %(others)s)
        ),
        gone AS (
            DELETE FROM playbook_measurement
             WHERE id IN (SELECT id FROM same WHERE place > 1)
        )
        UPDATE playbook_measurement kept
           SET numerator = same.numerator, denominator = same.denominator
          FROM same
         WHERE kept.id = same.id AND same.place = 1 AND same.rows > 1
        """,
        column=SQL.identifier(name),
        others=others,
        ids=list(ids),
        kept=SQL("%s::integer", kept_id),
    )
