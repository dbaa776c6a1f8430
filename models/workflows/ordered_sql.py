"""Opportunities whose order is confirmed, in SQL."""

from odoo.tools import SQL

from .trigger_sql import has_confirmed_order

# What could not be won by itself is tried again after so many days.
AGAIN_DAYS = 1


def is_ordered():
    """Whether the row ``lead`` is an open opportunity with a confirmed order."""
    return SQL(
        """
        lead.type = 'opportunity'
        AND lead.active
        AND lead.won_status = 'pending'
        AND %s
        """,
        has_confirmed_order(),
    )


def claim_ordered(now, batch):
    """Lock the next ``batch`` of these that have not been tried lately."""
    return SQL(
        """
        SELECT lead.id
          FROM crm_lead lead
         WHERE %(ordered)s
           AND (lead.playbook_not_won_date IS NULL
                OR lead.playbook_not_won_date
                   < %(now)s - %(days)s * INTERVAL '1 day')
      ORDER BY lead.id
         LIMIT %(batch)s
           FOR UPDATE OF lead SKIP LOCKED
        """,
        ordered=is_ordered(),
        now=now,
        days=AGAIN_DAYS,
        batch=batch,
    )
