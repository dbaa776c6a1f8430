"""RFM: recency, frequency and monetary value of a company's customers, in SQL.

The method is that of Arthur M. Hughes, *Strategic Database Marketing* (McGraw-Hill):
customers are ranked by when they last bought, by how often and by how much, and divided
into fifths, scored 5 (best) to 1. Hughes divides a sorted list into equal parts, which
puts equal customers into different parts. Here the parts are divided by *values*, so
that equal values always get equal scores:

* who bought within the horizon is compared: the days since the last purchase, the
  number of purchases, and the amount, each within the horizon;
* the cut points of each are its ``percentile_cont`` at 0.2, 0.4, 0.6 and 0.8, and the
  score is 1 + the number of cut points strictly below the value;
* few days since the last purchase are good, so recency is mirrored: 6 - score.

*Value* is the average of frequency and monetary score, rounded half up: with recency
it says in which cell of the grid, and so in which group, a customer stands. Who bought
only before the horizon has the scores 0 and a group of their own; who never bought has
no row. What a purchase is: ``rfm_documents_sql.py``. Whom it concerns: who can
have a ``customer_state``, none of us; whoever bought by a day in the past did have one.

Rows are of the width of the table ``playbook_rfm_score``: :data:`COLUMNS`.
"""

from odoo.tools import SQL

from .customer_state_sql import eligible
from .rfm_documents_sql import ORDERS, documents, local_day, midnight

SCORES = ("recency", "frequency", "monetary")
# What history keeps: a row of it tells that one of these changed.
KEPT = (*SCORES, "score", "group_id")
COLUMNS = (*KEPT, "value", "last_purchase_date", "purchase_count", "amount")
QUANTILES = [0.2, 0.4, 0.6, 0.8]


def scores(basis, scope, horizon_days):
    """The scores of a company's customers as of ``scope.as_of``, written nowhere.

    :return: a query with the rows ``(partner_id, *COLUMNS, left_out)``; those without
        any purchase have the count of documents left out, and no scores.
    """
    return SQL(
        """
        WITH customer AS MATERIALIZED (%(customers)s),
        cut_point AS (%(cuts)s),
        scored AS (
            SELECT customer.*,
                   CASE WHEN purchase_count > 0 THEN 6 - %(recency)s ELSE 0
                    END AS recency,
                   CASE WHEN purchase_count > 0 THEN %(frequency)s ELSE 0
                    END AS frequency,
                   CASE WHEN purchase_count > 0 THEN %(monetary)s ELSE 0
                    END AS monetary
              FROM customer CROSS JOIN cut_point
        ),
        cell AS (
            SELECT DISTINCT ON (recency, value) recency, value, group_id
              FROM playbook_rfm_cell
          ORDER BY recency, value, id
        )
        SELECT scored.partner_id, scored.recency, scored.frequency, scored.monetary,
               scored.recency + scored.frequency + scored.monetary AS score,
               CASE WHEN scored.purchase_count > 0 THEN cell.group_id
                    ELSE (SELECT before_group_id FROM playbook_rfm_grid
                        ORDER BY id LIMIT 1)
                END AS group_id,
               (scored.frequency + scored.monetary + 1) / 2 AS value,
               scored.last_purchase_date, scored.purchase_count, scored.amount,
               scored.left_out
          FROM scored
     LEFT JOIN cell ON cell.recency = scored.recency
                   AND cell.value = (scored.frequency + scored.monetary + 1) / 2
        """,
        customers=_customers(basis, scope, horizon_days),
        cuts=_cuts(scope),
        recency=_score(_days_since(scope), SQL("cut_point.recency")),
        frequency=_score(SQL("purchase_count"), SQL("cut_point.frequency")),
        monetary=_score(SQL("amount::float8"), SQL("cut_point.monetary")),
    )


def _customers(basis, scope, horizon_days):
    """Who bought, when last, and how often and how much within the horizon."""
    first_day = SQL("(%s::date - %s::integer + 1)", scope.as_of, horizon_days)
    last_day = SQL("bought.last_at")
    begin = first_day
    if basis == ORDERS:
        begin = midnight(first_day, scope.zone)
        last_day = local_day(last_day, scope.zone)
    return SQL(
        """
        SELECT bought.partner_id, %(last_day)s AS last_purchase_date,
               bought.purchase_count::integer, bought.left_out,
               COALESCE(bought.amount, 0) AS amount
          FROM (
            SELECT partner_id,
                   MAX(bought_at) FILTER (WHERE is_purchase AND is_usable) AS last_at,
                   COUNT(*) FILTER (
                       WHERE is_purchase AND is_usable AND bought_at >= %(begin)s
                   ) AS purchase_count,
                   SUM(amount) FILTER (
                       WHERE is_usable AND bought_at >= %(begin)s
                   ) AS amount,
                   COUNT(*) FILTER (WHERE NOT is_usable) AS left_out
              FROM (%(documents)s) document
          GROUP BY partner_id
          ) bought
          JOIN res_partner partner ON partner.id = bought.partner_id
         WHERE %(eligible)s
        """,
        last_day=last_day,
        begin=begin,
        documents=documents(basis, scope),
        eligible=eligible(),
    )


def _cuts(scope):
    return SQL(
        """
        SELECT percentile_cont(%(at)s::float8[])
                   WITHIN GROUP (ORDER BY (%(days)s)::float8) AS recency,
               percentile_cont(%(at)s::float8[])
                   WITHIN GROUP (ORDER BY purchase_count::float8) AS frequency,
               percentile_cont(%(at)s::float8[])
                   WITHIN GROUP (ORDER BY amount::float8) AS monetary
          FROM customer
         WHERE purchase_count > 0
        """,
        at=QUANTILES,
        days=_days_since(scope),
    )


def _days_since(scope):
    return SQL("(%s::date - last_purchase_date)", scope.as_of)


def _score(value, cuts):
    """1 + the number of cut points strictly below the value."""
    below = SQL(" + ").join(
        SQL("(%s[%s] < %s)::integer", cuts, number, value)
        for number in range(1, len(QUANTILES) + 1)
    )
    return SQL("(1 + %s)", below)


# ----------------------------------------------------------------------
# Writing
# ----------------------------------------------------------------------


def refresh_scores(basis, scope, horizon_days):
    """Bring the tables of a company up to date: the scores that differ, those of who
    has no purchase any more, and their history.

    :return: a statement that gives one row: how many customers were scored, whose row
        changed, whose row was removed, who has a new row in history, and how many
        documents were left out.
    """
    return SQL(
        """
        WITH found AS MATERIALIZED (%(scores)s),
        due AS (SELECT * FROM found WHERE last_purchase_date IS NOT NULL),
        changed AS MATERIALIZED (%(changed)s),
        written AS (%(write)s),
        gone AS (%(remove)s),
        told AS (%(tell)s)
        SELECT (SELECT COUNT(*) FROM due), (SELECT COUNT(*) FROM written),
               (SELECT COUNT(*) FROM gone), (SELECT COUNT(*) FROM told),
               (SELECT COALESCE(SUM(left_out), 0)::integer FROM found)
        """,
        scores=scores(basis, scope, horizon_days),
        changed=_changed(scope.company_id),
        write=_write(scope.company_id),
        remove=_remove(scope.company_id),
        tell=_tell(scope),
    )


def _changed(company_id):
    """What is due and differs, beside what of the old row history keeps."""
    return SQL(
        """
        SELECT due.*, %(old_kept)s
          FROM due
     LEFT JOIN playbook_rfm_score old
            ON old.partner_id = due.partner_id AND old.company_id = %(company)s
         WHERE old.id IS NULL OR (%(due)s) IS DISTINCT FROM (%(old)s)
        """,
        company=company_id,
        due=_list(COLUMNS, "due"),
        old=_list(COLUMNS, "old"),
        old_kept=SQL(", ").join(
            SQL("%s AS %s", SQL.identifier("old", name), SQL.identifier(f"old_{name}"))
            for name in KEPT
        ),
    )


def _write(company_id):
    return SQL(
        """
        INSERT INTO playbook_rfm_score (partner_id, company_id, %(columns)s)
        SELECT partner_id, %(company)s, %(columns)s FROM changed
        ON CONFLICT (partner_id, company_id)
        DO UPDATE SET (%(columns)s) = (%(excluded)s)
        RETURNING partner_id
        """,
        company=company_id,
        columns=_list(COLUMNS),
        excluded=_list(COLUMNS, "excluded"),
    )


def _remove(company_id):
    return SQL(
        """
        DELETE FROM playbook_rfm_score score
         WHERE score.company_id = %s
           AND NOT EXISTS (SELECT FROM due WHERE due.partner_id = score.partner_id)
     RETURNING score.partner_id, score.group_id
        """,
        company_id,
    )


def _tell(scope):
    """History: whose scores or group changed; without a group, who has none now."""
    return SQL(
        """
        INSERT INTO playbook_rfm_history
               (partner_id, company_id, date, %(kept)s, previous_group_id)
        SELECT partner_id, %(company)s, %(as_of)s::date, %(kept)s, old_group_id
          FROM changed
         WHERE (%(kept)s) IS DISTINCT FROM (%(was)s)
     UNION ALL
        SELECT partner_id, %(company)s, %(as_of)s::date, 0, 0, 0, 0, NULL, group_id
          FROM gone
        ON CONFLICT (partner_id, company_id, date)
        DO UPDATE SET (%(kept)s) = (%(excluded)s)
        RETURNING partner_id
        """,
        company=scope.company_id,
        as_of=scope.as_of,
        kept=_list(KEPT),
        was=_list([f"old_{name}" for name in KEPT]),
        excluded=_list(KEPT, "excluded"),
    )


def _list(names, alias=None):
    if alias is None:
        return SQL(", ").join(SQL.identifier(name) for name in names)
    return SQL(", ").join(SQL.identifier(alias, name) for name in names)
