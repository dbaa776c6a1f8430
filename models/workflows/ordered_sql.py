"""Opportunities whose order is confirmed, in SQL."""

from odoo.tools import SQL

# What could not be won by itself is tried again after so many days.
AGAIN_DAYS = 1


def claim_ordered(now, batch):
    """Lock the next ``batch`` of open opportunities with a confirmed order, but for
    those that could not be won lately.
    """
    return SQL(
        """
        SELECT lead.id
          FROM crm_lead lead
         WHERE lead.type = 'opportunity'
           AND lead.active
           AND lead.won_status = 'pending'
           AND lead.id IN (SELECT sale.opportunity_id
                             FROM sale_order sale
                            WHERE sale.state = 'sale'
                              AND sale.opportunity_id IS NOT NULL)
           AND (lead.playbook_not_won_date IS NULL
                OR lead.playbook_not_won_date
                   < %(now)s - %(days)s * INTERVAL '1 day')
      ORDER BY lead.id
         LIMIT %(batch)s
           FOR UPDATE OF lead SKIP LOCKED
        """,
        now=now,
        days=AGAIN_DAYS,
        batch=batch,
    )
