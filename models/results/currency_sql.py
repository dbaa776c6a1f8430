"""Money of several companies in one currency, in SQL."""

from odoo import fields
from odoo.tools import SQL


def in_current_currency(env, amount, company, day=None):
    """``amount``, in the currency of a company, in that of the current one: so that
    companies can be summed.

    :param amount: SQL of a number.
    :param company: SQL of the id of the company; that of nobody is left as it is.
    :param day: SQL of the day whose rate holds; today's where it is not told.
    """
    currency = env.company.currency_id
    day = day or SQL("%s", fields.Date.context_today(env.company))
    rates = [
        SQL("WHEN %s THEN %s", each.id, _rate(each.currency_id, currency, each, day))
        # The currency of a company whose records one reads.
        for each in env.companies.sudo()
        if each.currency_id != currency
    ]
    if not rates:
        return amount
    return SQL(
        "(%s) * CASE %s %s ELSE 1 END",
        amount,
        company,
        SQL(" ").join(rates),
    )


def _rate(source, target, company, day):
    """How much of ``target`` one of ``source`` is, on a day: as the conversion of
    ``res.currency`` has it.
    """
    return SQL(
        "(%s / %s)", _per_unit(target, company, day), _per_unit(source, company, day)
    )


def _per_unit(currency, company, day):
    """The rate of the day, else the first one there is."""
    kept = SQL(
        "SELECT rate.rate FROM res_currency_rate rate WHERE rate.currency_id = %s"
        " AND (rate.company_id IS NULL OR rate.company_id = %s)",
        currency.id,
        company.root_id.id,
    )
    return SQL(
        """
        COALESCE((%(kept)s AND rate.name <= %(day)s
                  ORDER BY rate.company_id, rate.name DESC LIMIT 1),
                 (%(kept)s ORDER BY rate.company_id, rate.name LIMIT 1), 1)
        """,
        kept=kept,
        day=day,
    )
