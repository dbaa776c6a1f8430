"""Who counts as a customer, in SQL: the one definition of
``res.partner.customer_state``.

The ORM, the installation and the daily run all ask the same query, so that they cannot
come to different answers.
"""

from odoo.tools import SQL

PROSPECT = "prospect"
CUSTOMER = "customer"
INACTIVE = "inactive"


def states_that_differ(partner_ids, inactive_from):
    """The partners whose stored state is not what it should be.

    :param partner_ids: a list of ids to look at; None for all.
    :param inactive_from: the last purchase on this date or before it makes a customer
        inactive.
    :return: a query with the rows ``(id, state, since)``, as they should be.
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
        asked AS (%(leads)s),
        target AS (
            SELECT partner.id, %(state)s AS state, bought.first_day AS since
              FROM res_partner partner
         LEFT JOIN bought ON bought.partner_id = partner.id
         LEFT JOIN asked ON asked.partner_id = partner.id
             WHERE %(only)s
        )
        SELECT target.id, target.state,
               CASE WHEN target.state IS NOT NULL THEN target.since END AS since
          FROM target
          JOIN res_partner partner ON partner.id = target.id
         WHERE target.state IS DISTINCT FROM partner.customer_state
            OR CASE WHEN target.state IS NOT NULL THEN target.since END
               IS DISTINCT FROM partner.customer_since
      ORDER BY target.id
        """,
        purchases=_purchase_days(entities),
        leads=_partners_with_leads(entities),
        only=only,
        state=_state(inactive_from),
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


def _purchase_days(only):
    """The days on which partners bought, in the time zone of the selling company.

    A confirmed order counts until it is cancelled, a posted customer invoice until it
    is cancelled or fully credited.

    :param only: a condition on the row ``partner`` of the one who bought.
    :return: a query with the rows ``(partner_id, day)``, the commercial partner's id.
    """
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id,
               (sale.date_order AT TIME ZONE 'UTC'
                AT TIME ZONE COALESCE(calendar.tz, 'UTC'))::date AS day
          FROM sale_order sale
          JOIN res_partner partner ON partner.id = sale.partner_id
          JOIN res_company company ON company.id = sale.company_id
     LEFT JOIN resource_calendar calendar
            ON calendar.id = company.resource_calendar_id
         WHERE sale.state = 'sale' AND %(only)s
     UNION ALL
        SELECT partner.commercial_partner_id, move.invoice_date
          FROM account_move move
          JOIN res_partner partner ON partner.id = move.partner_id
         WHERE move.move_type = 'out_invoice'
           AND move.state = 'posted'
           AND move.payment_state IS DISTINCT FROM 'reversed'
           AND %(only)s
        """,
        only=only,
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
        eligible=_eligible(),
        inactive_from=inactive_from,
        customer=CUSTOMER,
        inactive=INACTIVE,
        prospect=PROSPECT,
    )


def _eligible():
    """The condition on ``partner``: its own commercial entity, none of us."""
    return SQL(
        """
        partner.id = partner.commercial_partner_id
        AND NOT EXISTS (
            SELECT FROM res_company WHERE res_company.partner_id = partner.id)
        AND NOT EXISTS (
            SELECT FROM res_users
             WHERE res_users.partner_id = partner.id AND NOT res_users.share)
        """
    )
