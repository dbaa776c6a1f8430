"""Who bought from whom, in SQL, for facts: what a purchase is, and what it was worth,
say the rooms before.

* Who *bought*: whoever has a day of ``customer_state_sql.purchase_days`` (confirmed
  orders, and posted invoices that are not fully credited), of the company measured.
* What it was *worth*: ``rfm_documents_sql.documents``: orders or invoices, as the
  company has chosen for RFM, without taxes, in its currency.
"""

from odoo.tools import SQL

from ..segments.customer_state_sql import eligible, purchase_days
from ..segments.rfm_documents_sql import INVOICES, ORDERS, Scope, documents, local_day
from ..segments.rfm_moves_sql import groups_on

# The value of the customers is that of what they bought in so many days.
VALUE_DAYS = 365
# The last day of what is looked at, in the days of the company.
LAST_DAY = SQL(
    "((period.as_of - INTERVAL '1 microsecond') AT TIME ZONE 'UTC' "
    "AT TIME ZONE period.zone)::date"
)
# The day after which they count.
FIRST_DAY = SQL("(%s - %s)", LAST_DAY, VALUE_DAYS)
# What may count, told without its day in the time zone, so that an index finds it.
ORDERED_LATELY = SQL("sale.date_order >= %s - 1", FIRST_DAY)
INVOICED_LATELY = SQL(
    "COALESCE(origin.invoice_date, move.invoice_date) > %s", FIRST_DAY
)
ORDERED_ON = local_day(SQL("document.bought_at"), SQL("period.zone"))


def buyers(inactive_days, unknown_zones):
    """Who bought within twice ``inactive_days``, as of each period.

    :return: a query with the rows ``(period_id, partner_id, user_id, lately, before)``:
        the customer and their salesperson; whether they bought in the last
        ``inactive_days``, and in as many days before those.
    """
    return SQL(
        """
        SELECT bought.period_id, bought.partner_id, partner.user_id,
               bought.lately, bought.before
          FROM (
            SELECT period.id AS period_id, purchase.partner_id,
                   BOOL_OR(purchase.day > period.last_day - %(days)s) AS lately,
                   BOOL_OR(purchase.day <= period.last_day - %(days)s) AS before
              FROM (SELECT period.*, %(last_day)s AS last_day FROM period) period
              JOIN (%(purchases)s) purchase
                ON purchase.company_id = period.company_id
               AND purchase.day > period.last_day - 2 * %(days)s
               AND purchase.day <= period.last_day
          GROUP BY period.id, purchase.partner_id
          ) bought
          JOIN res_partner partner ON partner.id = bought.partner_id
         WHERE %(eligible)s
        """,
        days=inactive_days,
        last_day=LAST_DAY,
        purchases=purchase_days(
            SQL("TRUE"),
            unknown_zones,
            since=SQL(
                "(SELECT MIN(date_from) - 2 * %s::integer FROM period)", inactive_days
            ),
        ),
        eligible=eligible(),
    )


def first_sellers(unknown_zones):
    """From which company customers bought on a day; the first one, where several did.

    :return: a query with the rows ``(partner_id, day, company_id)``, from the first day
        of all periods on.
    """
    return SQL(
        """
        SELECT partner_id, day, MIN(company_id) AS company_id
          FROM (%s) purchase
      GROUP BY partner_id, day
        """,
        purchase_days(
            SQL("TRUE"), unknown_zones, since=SQL("(SELECT MIN(date_from) FROM period)")
        ),
    )


def customer_values(*ordered):
    """What each customer bought in :data:`VALUE_DAYS`, as of each period, with the RFM
    group that they were in then.

    :param ordered: what counts in place of amounts, as SQL: the value and the condition
        of :func:`~..segments.rfm_documents_sql.documents`. Then it is that of orders,
        whatever the company counts for RFM.
    :return: a query with the rows ``(period_id, partner_id, user_id, rfm_group_id,
        amount)``.
    """
    return SQL(
        """
        SELECT valued.period_id, valued.partner_id, partner.user_id,
               stands.group_id AS rfm_group_id, valued.amount
          FROM (
            SELECT period_id, partner_id, SUM(amount) AS amount
              FROM (%(documents)s) document
          GROUP BY period_id, partner_id
          ) valued
          JOIN res_partner partner ON partner.id = valued.partner_id
     LEFT JOIN (%(standing)s) stands
            ON stands.period_id = valued.period_id
           AND stands.partner_id = valued.partner_id
         WHERE %(eligible)s
        """,
        documents=_orders(*ordered) if ordered else _purchases(),
        standing=standing(LAST_DAY),
        eligible=eligible(),
    )


def standing(day):
    """In which RFM group customers were.

    :param day: SQL of a day, of the row ``period``.
    :return: a query with the rows ``(period_id, partner_id, group_id)``.
    """
    return SQL(
        """
        SELECT period.id AS period_id, found.partner_id, found.group_id
          FROM period
    CROSS JOIN LATERAL (%s) found
        """,
        groups_on(SQL("period.company_id"), day),
    )


def _purchases():
    """What the company counts for RFM, as of each period."""
    return SQL(
        """
        SELECT * FROM (%s) ordered WHERE basis = %s
     UNION ALL
        SELECT * FROM (%s) invoiced WHERE basis = %s
        """,
        _until_period(
            documents(ORDERS, _scope(), condition=ORDERED_LATELY), ORDERED_ON
        ),
        ORDERS,
        _until_period(
            documents(INVOICES, _scope(), condition=INVOICED_LATELY),
            SQL("document.bought_at"),
        ),
        INVOICES,
    )


def _orders(value, condition):
    condition = SQL("%s AND %s", condition, ORDERED_LATELY)
    found = documents(ORDERS, _scope(), value=value, condition=condition)
    return _until_period(found, ORDERED_ON)


def _until_period(found, day):
    """Of the documents ``found``, the usable ones of :data:`VALUE_DAYS`.

    :param day: SQL of that of the row ``document``.
    """
    return SQL(
        """
        SELECT period.id AS period_id, document.partner_id, document.amount,
               company.playbook_rfm_basis AS basis
          FROM period
          JOIN res_company company ON company.id = period.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
    CROSS JOIN LATERAL (%(found)s) document
         WHERE document.is_usable AND %(day)s > %(first_day)s
        """,
        found=found,
        day=day,
        first_day=FIRST_DAY,
    )


def _scope():
    """That of the rows ``period``, ``company`` and ``currency``."""
    return Scope(
        company_id=SQL("company.id"),
        root_id=SQL("SPLIT_PART(company.parent_path, '/', 1)::integer"),
        currency_id=SQL("company.currency_id"),
        decimals=SQL("currency.decimal_places"),
        zone=SQL("period.zone"),
        as_of=LAST_DAY,
    )
