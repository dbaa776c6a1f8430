"""Which documents are purchases, for RFM, in SQL.

Both functions give one row for each document that a company has sold with, dated up to
the day asked about: ``partner_id`` (the commercial partner's id), ``bought_at`` (a
date, or for orders a moment in UTC), ``amount`` (in company currency; means nothing
where it is not usable), ``is_usable`` (false where there is no rate of the day, of its
currency or of the company's) and ``is_purchase`` (counts for recency and frequency).

* **orders**: confirmed ones, at their date; the untaxed amount, at the rate of the day.
* **invoices**: posted customer invoices, less credit notes, as booked
  (``amount_untaxed_signed``). A credit note of an invoice takes back that purchase, so
  it stands at the invoice's date; it counts once its own date has come. A wholly
  credited invoice is no purchase.

What is dated later, a draft, or cancelled, does not count.
"""

from typing import NamedTuple

from odoo.tools import SQL

from .customer_state_sql import eligible

INVOICES = "invoices"
ORDERS = "orders"


class Scope(NamedTuple):
    """Whose documents: ids of the company, of the company at the top of its tree (to
    which rates belong) and of its currency; that currency's decimal places; the name
    of the company's time zone; and the last day that counts.
    """

    company_id: int
    root_id: int
    currency_id: int
    decimals: int
    zone: str
    as_of: object


def documents(basis, scope, **ordered):
    """A query with the documents of ``scope``: see the module. With a ``condition``, on
    the row ``sale`` or ``move``. Of orders: with their ``value`` for the amount.
    """
    return (_orders if basis == ORDERS else _invoices)(scope, **ordered)


def unusable_documents(basis, scope, limit):
    """A query with the names of documents, the names of currencies of which there is
    no rate of their day, and that day.
    """
    return SQL(
        """
        SELECT document.name, currency.name, document.day
          FROM (%(documents)s) document
          JOIN res_partner partner ON partner.id = document.partner_id
     LEFT JOIN (%(starts)s) start ON start.currency_id = document.currency_id
          JOIN res_currency currency
            ON currency.id = CASE
               WHEN document.day < %(own_start)s
                AND COALESCE(document.day >= start.day, TRUE) THEN %(own)s
               ELSE document.currency_id END
         WHERE NOT document.is_usable AND %(eligible)s
      ORDER BY document.day, document.name
         LIMIT %(limit)s
        """,
        documents=(_orders if basis == ORDERS else _invoices)(scope, named=True),
        starts=_first_days_with_rate(scope),
        own_start=_own_first_day(scope),
        own=scope.currency_id,
        eligible=eligible(),
        limit=limit,
    )


def midnight(day, zone):
    """The beginning of ``day`` in the time zone, as a moment in UTC."""
    return SQL("(%s::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')", day, zone)


def local_day(moment, zone):
    """The day of a moment in UTC in the time zone."""
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, zone)


def _orders(scope, *, named=False, value=None, condition=None):
    value = value or SQL("sale.amount_untaxed")
    day = local_day(SQL("sale.date_order"), scope.zone)
    return SQL(
        """
        SELECT person.commercial_partner_id AS partner_id,
               sale.date_order AS bought_at,
               CASE WHEN sale.currency_id = %(currency)s THEN %(value)s
                    ELSE %(converted)s
                END AS amount,
               %(usable)s AS is_usable,
               TRUE AS is_purchase
               %(named)s
          FROM sale_order sale
          JOIN res_partner person ON person.id = sale.partner_id
     LEFT JOIN (%(starts)s) start ON start.currency_id = sale.currency_id
         WHERE sale.company_id = %(company)s AND sale.state = 'sale'
           AND sale.date_order < %(until)s
           AND %(condition)s
        """,
        currency=scope.currency_id,
        value=value,
        converted=_converted(scope, value, day),
        usable=_usable(scope, SQL("sale.currency_id"), day, SQL("start.day")),
        named=_named(SQL("sale"), day, named=named),
        starts=_first_days_with_rate(scope),
        company=scope.company_id,
        until=midnight(SQL("(%s::date + 1)", scope.as_of), scope.zone),
        condition=condition or SQL("TRUE"),
    )


def _invoices(scope, *, named=False, condition=None):
    return SQL(
        """
        SELECT person.commercial_partner_id AS partner_id,
               COALESCE(origin.invoice_date, move.invoice_date) AS bought_at,
               move.amount_untaxed_signed AS amount,
               %(usable)s AS is_usable,
               move.move_type = 'out_invoice' AND NOT %(credited)s AS is_purchase
               %(named)s
          FROM account_move move
          JOIN res_partner person ON person.id = move.partner_id
     LEFT JOIN account_move origin
            ON origin.id = move.reversed_entry_id
           AND move.move_type = 'out_refund'
           AND origin.move_type = 'out_invoice'
           AND origin.state = 'posted'
     LEFT JOIN (%(credits)s) credited ON credited.invoice_id = move.id
     LEFT JOIN (%(starts)s) start ON start.currency_id = move.currency_id
     LEFT JOIN (%(starts)s) origin_start
            ON origin_start.currency_id = origin.currency_id
         WHERE move.company_id = %(company)s AND %(condition)s
           AND move.move_type IN ('out_invoice', 'out_refund')
           AND move.state = 'posted'
           AND move.invoice_date <= %(as_of)s
           AND (origin.id IS NULL OR origin.invoice_date <= %(as_of)s)
        """,
        usable=_invoice_usable(scope),
        credited=_credited(scope),
        named=_named(SQL("move"), SQL("move.invoice_date"), named=named),
        credits=_credits(scope),
        starts=_first_days_with_rate(scope),
        company=scope.company_id,
        as_of=scope.as_of,
        condition=condition or SQL("TRUE"),
    )


def _invoice_usable(scope):
    """A credit note is left out too, where the invoice is that it takes back."""
    return SQL(
        "%s AND (origin.id IS NULL OR %s)",
        _usable(
            scope,
            SQL("move.currency_id"),
            SQL("move.invoice_date"),
            SQL("start.day"),
        ),
        _usable(
            scope,
            SQL("origin.currency_id"),
            SQL("origin.invoice_date"),
            SQL("origin_start.day"),
        ),
    )


def _named(alias, day, *, named):
    if not named:
        return SQL()
    return SQL(
        ", %(alias)s.name, %(alias)s.currency_id, %(day)s AS day", alias=alias, day=day
    )


def _credits(scope):
    """How much of which invoices had been credited by then, taxes included."""
    return SQL(
        """
        SELECT credit.reversed_entry_id AS invoice_id, SUM(credit.amount_total) AS total
          FROM account_move credit
         WHERE credit.company_id = %s
           AND credit.move_type = 'out_refund'
           AND credit.state = 'posted'
           AND credit.reversed_entry_id IS NOT NULL
           AND credit.invoice_date <= %s
      GROUP BY credit.reversed_entry_id
        """,
        scope.company_id,
        scope.as_of,
    )


def _credited(scope):
    """Whether the invoice ``move`` had been wholly credited by then.

    Also by credit notes that do not name it and that it was settled with: those have
    made its payment state "reversed".
    """
    return SQL(
        """
        (COALESCE(credited.total >= move.amount_total, FALSE)
         OR (move.payment_state = 'reversed' AND NOT EXISTS (
             SELECT FROM account_move_line line
               JOIN account_partial_reconcile settled ON settled.debit_move_id = line.id
               JOIN account_move_line other ON other.id = settled.credit_move_id
               JOIN account_move credit ON credit.id = other.move_id
              WHERE line.move_id = move.id
                AND COALESCE(credit.invoice_date, credit.date) > %s)))
        """,
        scope.as_of,
    )


# ----------------------------------------------------------------------
# Currencies
# ----------------------------------------------------------------------


def _first_days_with_rate(scope):
    """From when on there are rates: before, Odoo silently takes a later one, or 1."""
    return SQL(
        """
        SELECT currency_id, MIN(name) AS day
          FROM res_currency_rate
         WHERE company_id = %s OR company_id IS NULL
      GROUP BY currency_id
        """,
        scope.root_id,
    )


def _own_first_day(scope):
    """The same for the currency of the company; NULL without any rate of it."""
    return SQL(
        """
        (SELECT MIN(name) FROM res_currency_rate
          WHERE currency_id = %s AND (company_id = %s OR company_id IS NULL))
        """,
        scope.currency_id,
        scope.root_id,
    )


def _usable(scope, currency, day, first_day):
    """Whether there are rates of the day for both currencies.

    A currency without any rates is the one that those of the other say it in.
    """
    return SQL(
        """
        CASE WHEN %(currency)s = %(own)s THEN TRUE
             ELSE COALESCE(%(day)s >= %(first_day)s, %(own_start)s IS NOT NULL)
              AND COALESCE(%(day)s >= %(own_start)s, TRUE)
         END
        """,
        currency=currency,
        own=scope.currency_id,
        own_start=_own_first_day(scope),
        day=day,
        first_day=first_day,
    )


def _converted(scope, amount, day):
    """``amount`` of ``sale`` in company currency.

    As ``res.currency._get_rates``: a rate of the company's own goes before one for all.
    """
    return SQL(
        "ROUND(%s * COALESCE(%s, 1.0) / COALESCE(%s, 1.0), %s)",
        amount,
        _rate(scope, SQL("%s", scope.currency_id), day),
        _rate(scope, SQL("sale.currency_id"), day),
        scope.decimals,
    )


def _rate(scope, currency, day):
    return SQL(
        """
        (SELECT NULLIF(rate.rate, 0)
           FROM res_currency_rate rate
          WHERE rate.currency_id = %s
            AND (rate.company_id = %s OR rate.company_id IS NULL)
            AND rate.name <= %s
       ORDER BY rate.company_id, rate.name DESC
          LIMIT 1)
        """,
        currency,
        scope.root_id,
        day,
    )
