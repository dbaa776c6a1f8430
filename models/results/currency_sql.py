"""Money of several companies in one currency, in SQL."""

from odoo import fields
from odoo.tools import SQL


def in_current_currency(env, amount, company):
    """``amount``, in the currency of a company, in that of the current one, at today's
    rate: so that companies can be summed.

    :param amount: SQL of a number.
    :param company: SQL of the id of the company; that of nobody is left as it is.
    """
    currency = env.company.currency_id
    today = fields.Date.context_today(env.company)
    rates = [
        SQL(
            "WHEN %s THEN %s::numeric",
            each.id,
            each.currency_id._get_conversion_rate(
                each.currency_id, currency, each, today
            ),
        )
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
