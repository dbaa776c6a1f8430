"""In which RFM groups customers were before anybody scored them, in SQL."""

from odoo.tools import SQL

from ..segments.rfm_sql import KEPT, SCORES, scores

NUMBERS = (*SCORES, "score")


def tell_past(basis, scope, horizon_days):
    """Write the history of RFM as it would stand, had customers been scored on
    ``scope.as_of``: whose scores or group are others than those before, and without a
    group, who has none any more.

    It is told in the order of the days.
    """
    kept = _names()
    # PostgreSQL knows nothing of how many rows either side has, and a full join is the
    # one that it never makes by comparing every row with every other.
    return SQL(
        """
        INSERT INTO playbook_rfm_history
               (partner_id, company_id, date, %(kept)s, previous_group_id)
        SELECT partner_id, %(company)s, %(as_of)s::date, %(now)s, old.group_id
          FROM (SELECT * FROM (%(scores)s) found
                 WHERE last_purchase_date IS NOT NULL) due
     FULL JOIN (SELECT DISTINCT ON (partner_id) partner_id, %(kept)s
                  FROM playbook_rfm_history
                 WHERE company_id = %(company)s AND date <= %(as_of)s
              ORDER BY partner_id, date DESC) old
         USING (partner_id)
         WHERE CASE WHEN due.last_purchase_date IS NULL THEN old.group_id IS NOT NULL
                    ELSE (%(due)s) IS DISTINCT FROM (%(old)s) END
            ON CONFLICT (partner_id, company_id, date) DO NOTHING
        """,
        scores=scores(basis, scope, horizon_days),
        kept=kept,
        now=SQL(", ").join(
            SQL("COALESCE(%s, 0)", SQL.identifier("due", name))
            if name in NUMBERS
            else SQL.identifier("due", name)
            for name in KEPT
        ),
        due=_names("due"),
        old=_names("old"),
        company=scope.company_id,
        as_of=scope.as_of,
    )


def _names(*alias):
    return SQL(", ").join(SQL.identifier(*alias, name) for name in KEPT)
