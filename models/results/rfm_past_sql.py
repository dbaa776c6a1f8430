"""In which RFM groups customers were before anybody scored them, in SQL."""

from odoo.tools import SQL

from ..segments.rfm_sql import KEPT, scores


def tell_past(basis, scope, horizon_days):
    """Write the history of RFM as it would stand, had customers been scored on
    ``scope.as_of``: whose scores or group are others than those before.

    It is told in the order of the days.
    """
    kept = _names()
    return SQL(
        """
        WITH due AS MATERIALIZED (%(scores)s),
        old AS MATERIALIZED (
            SELECT DISTINCT ON (partner_id) partner_id, %(kept)s
              FROM playbook_rfm_history
             WHERE company_id = %(company)s AND date <= %(as_of)s
          ORDER BY partner_id, date DESC
        )
        INSERT INTO playbook_rfm_history
               (partner_id, company_id, date, %(kept)s, previous_group_id)
        SELECT due.partner_id, %(company)s, %(as_of)s::date, %(due)s, old.group_id
          FROM due
     LEFT JOIN old ON old.partner_id = due.partner_id
         WHERE due.last_purchase_date IS NOT NULL
           AND (%(due)s) IS DISTINCT FROM (%(old)s)
     UNION ALL
        SELECT old.partner_id, %(company)s, %(as_of)s::date, 0, 0, 0, 0, NULL,
               old.group_id
          FROM old
         WHERE old.group_id IS NOT NULL
           AND NOT EXISTS (
               SELECT FROM due
                WHERE due.partner_id = old.partner_id
                  AND due.last_purchase_date IS NOT NULL)
            ON CONFLICT (partner_id, company_id, date) DO NOTHING
        """,
        scores=scores(basis, scope, horizon_days),
        kept=kept,
        due=_names("due"),
        old=_names("old"),
        company=scope.company_id,
        as_of=scope.as_of,
    )


def _names(*alias):
    return SQL(", ").join(SQL.identifier(*alias, name) for name in KEPT)
