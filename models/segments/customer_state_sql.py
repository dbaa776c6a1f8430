"""Who counts as a customer: ``res.partner.customer_state``, in SQL.

The ORM, the installation and the daily run all ask the same query, so that they cannot
come to different answers.
"""

from odoo.tools import SQL

PROSPECT = "prospect"
CUSTOMER = "customer"
INACTIVE = "inactive"


def customer_states(partner_ids, *, inactive_from, unknown_zones=()):
    """The state of partners as it should be, beside the stored one.

    :param partner_ids: a list of ids to look at, not empty; None for all.
    :param inactive_from: the last purchase on this date or before makes a customer
        inactive.
    :param unknown_zones: names of time zones that this PostgreSQL would raise on.
    :return: a query with the rows ``(id, state, since, stored_state, stored_since)``.
    """
    only = entities = SQL("TRUE")
    if partner_ids is not None:
        ids = tuple(partner_ids)
        only = SQL("partner.id IN %s", ids)
        entities = SQL("partner.commercial_partner_id IN %s", ids)
    return SQL(
        """
        WITH purchase AS (%(purchases)s),
        bought AS (
            SELECT partner_id, MIN(day) AS first_day, MAX(day) AS last_day
              FROM purchase
          GROUP BY partner_id
        ),
        asked AS (%(leads)s)
        SELECT partner.id,
               %(state)s AS state,
               CASE WHEN %(eligible)s THEN bought.first_day END AS since,
               partner.customer_state AS stored_state,
               partner.customer_since AS stored_since
          FROM res_partner partner
     LEFT JOIN bought ON bought.partner_id = partner.id
     LEFT JOIN asked ON asked.partner_id = partner.id
         WHERE %(only)s
      ORDER BY partner.id
        """,
        purchases=purchase_days(entities, unknown_zones),
        leads=_partners_with_leads(entities),
        eligible=eligible(),
        only=only,
        state=_state(inactive_from),
    )


def those_that_differ(states):
    """The rows of the query :func:`customer_states` whose stored state is another."""
    return SQL(
        """
        SELECT id, state, since
          FROM (%s) found
         WHERE state IS DISTINCT FROM stored_state
            OR since IS DISTINCT FROM stored_since
        """,
        states,
    )


def _partners_with_leads(only):
    """The commercial partners with any lead or opportunity, archived ones too."""
    return SQL(
        """
        SELECT DISTINCT partner.commercial_partner_id AS partner_id
          FROM crm_lead lead
          JOIN res_partner partner ON partner.id = lead.partner_id
         WHERE %s
        """,
        only,
    )


def purchase_days(only, unknown_zones, since=None):
    """The days on which partners bought, in the time zone of the selling company.

    A confirmed order counts until it is cancelled, a posted customer invoice until it
    is cancelled or fully credited (also when it had been paid before).

    :param only: a condition on the row ``partner`` of the one who bought.
    :param since: SQL of a day: nothing from before it is looked at, but some of the
        day before.
    :return: a query with the rows ``(partner_id, day, company_id)``, the commercial
        partner's id and the selling company's.
    """
    # No time zone is more than 14 hours off.
    orders_since = invoices_since = SQL("TRUE")
    if since is not None:
        orders_since = SQL("sale.date_order >= %s - 1", since)
        invoices_since = SQL("move.invoice_date >= %s", since)
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id,
               (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
               sale.company_id
          FROM sale_order sale
          JOIN res_partner partner ON partner.id = sale.partner_id
          JOIN res_company company ON company.id = sale.company_id
     LEFT JOIN resource_calendar calendar
            ON calendar.id = company.resource_calendar_id
         WHERE sale.state = 'sale' AND %(orders_since)s AND %(only)s
     UNION ALL
        SELECT partner.commercial_partner_id, move.invoice_date, move.company_id
          FROM account_move move
          JOIN res_partner partner ON partner.id = move.partner_id
     LEFT JOIN LATERAL (
                SELECT SUM(credit.amount_total) AS amount
                  FROM account_move credit
                 WHERE credit.reversed_entry_id = move.id
                   AND credit.move_type = 'out_refund'
                   AND credit.state = 'posted'
               ) credited ON TRUE
         WHERE move.move_type = 'out_invoice'
           AND move.state = 'posted'
           AND move.payment_state IS DISTINCT FROM 'reversed'
           AND (credited.amount IS NULL OR credited.amount < move.amount_total)
           AND %(invoices_since)s AND %(only)s
        """,
        only=only,
        orders_since=orders_since,
        invoices_since=invoices_since,
        zone=calendar_time_zone(unknown_zones),
    )


def calendar_time_zone(unknown_zones):
    """The zone of the row ``calendar``; UTC without one that PostgreSQL knows."""
    if not unknown_zones:
        return SQL("COALESCE(calendar.tz, 'UTC')")
    return SQL(
        "CASE WHEN calendar.tz IN %s THEN 'UTC' ELSE COALESCE(calendar.tz, 'UTC') END",
        tuple(unknown_zones),
    )


def _state(inactive_from):
    """The state of the row ``partner``, given its rows of ``bought`` and ``asked``."""
    return SQL(
        """
        CASE WHEN NOT (%(eligible)s) THEN NULL
             WHEN bought.last_day > %(inactive_from)s THEN %(customer)s
             WHEN bought.last_day IS NOT NULL THEN %(inactive)s
             WHEN partner.is_prospect OR asked.partner_id IS NOT NULL THEN %(prospect)s
         END
        """,
        eligible=eligible(),
        inactive_from=inactive_from,
        customer=CUSTOMER,
        inactive=INACTIVE,
        prospect=PROSPECT,
    )


def eligible():
    """The condition on ``partner``: its own commercial entity, none of us."""
    return SQL(
        """
        (partner.id = partner.commercial_partner_id
        AND NOT EXISTS (
            SELECT FROM res_company WHERE res_company.partner_id = partner.id)
        AND NOT EXISTS (
            SELECT FROM res_users
             WHERE res_users.partner_id = partner.id
               AND res_users.active
               AND NOT res_users.share))
        """
    )
