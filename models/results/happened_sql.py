"""What happened at a moment, and in which period of which company, in SQL."""

from odoo.tools import SQL


def happened(rows, moment, company, condition=None):
    """``period`` joined with the rows ``happened`` that lie in it.

    :param rows: SQL of a table, or of a query in brackets.
    :param moment: the name of its column with the moment, in UTC.
    :param company: SQL of the id of the company in whose figures the row ``happened``
        counts.
    :param condition: SQL of which rows count, of the row ``happened``.
    """
    return SQL(
        """
        period
          JOIN (
            SELECT happened.*, %(company)s AS counted_in
              FROM %(rows)s happened
             WHERE happened.%(moment)s >= (SELECT MIN(start_at) FROM period)
               AND happened.%(moment)s < (SELECT MAX(end_at) FROM period)
               AND %(condition)s
          ) happened
            ON happened.counted_in = period.company_id
           AND happened.%(moment)s >= period.start_at
           AND happened.%(moment)s < period.end_at
        """,
        company=company,
        rows=rows,
        moment=SQL.identifier(moment),
        condition=SQL("TRUE") if condition is None else condition,
    )
