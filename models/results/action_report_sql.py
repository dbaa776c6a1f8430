"""What came of customer actions, in SQL.

* A **deal** is an opportunity. It begins when it is made or, having been a lead, when
  it is converted.
* An action **belongs to** the deal on which it was done, up to a day after that was won
  or lost; later ones are about something else.
* An action on a customer, and on no deal, is **followed by** the deals of that customer
  and company that begin within :data:`FOLLOWING_DAYS` after it, and belongs to them.
* The **value** of a won deal are the untaxed amounts of its confirmed orders; its
  expected revenue where it has none. It is divided equally among the actions that
  belong to it, so that the sum over actions is that of the deals.
"""

from odoo import fields
from odoo.tools import SQL

from .deals_sql import decided_of_many

FOLLOWING_DAYS = 90
BEGUN = SQL("COALESCE(lead.date_conversion, lead.create_date)")
_DECIDED, DECISION = decided_of_many("lead")
ENDED = SQL("COALESCE(%s, lead.date_closed, lead.write_date)", _DECIDED)
# Done on no lead, as far as is known.
ON_CUSTOMER = SQL(
    "action.state = 'done' AND action.lead_id IS NULL"
    " AND NOT COALESCE(action.had_lead, FALSE)"
)
# The row ``deal`` came after the row ``action``.
FOLLOWED = SQL(
    """
    deal.customer_id = action.commercial_partner_id
    AND COALESCE(deal.company_id, action.company_id, 0)
        = COALESCE(action.company_id, deal.company_id, 0)
    AND deal.begun_at >= action.date_done - INTERVAL '1 minute'
    AND deal.begun_at <= action.date_done + INTERVAL '%s days'
    """
    % FOLLOWING_DAYS
)


def deals(readable):
    """The deals: ``id``, ``company_id``, ``customer_id``, ``won_status``, ``begun_at``,
    ``expected_revenue``.

    :param readable: a condition on ``lead``.
    """
    return SQL(
        """
        SELECT lead.id, lead.company_id, person.commercial_partner_id AS customer_id,
               lead.won_status, %(begun)s AS begun_at, lead.expected_revenue
          FROM crm_lead lead
     LEFT JOIN res_partner person ON person.id = lead.partner_id
         WHERE lead.type = 'opportunity' AND %(readable)s
        """,
        begun=BEGUN,
        readable=readable,
    )


def followed(deal_query):
    """For each action on a customer that was followed by deals (``action_id``):
    ``is_won``, whether one was won; ``is_open``, whether one is open still.
    """
    return SQL(
        """
        SELECT action.id AS action_id,
               BOOL_OR(deal.won_status = 'won') AS is_won,
               BOOL_OR(deal.won_status = 'pending') AS is_open
          FROM playbook_action action
          JOIN (%(deals)s) deal ON %(followed)s
         WHERE %(on_customer)s
      GROUP BY action.id
        """,
        deals=deal_query,
        followed=FOLLOWED,
        on_customer=ON_CUSTOMER,
    )


def shares(deal_query, order_value, expected_value):
    """What each action (``action_id``) has of the value of won deals: ``amount``.

    :param order_value: a query of ``lead_id`` and ``amount``.
    :param expected_value: SQL of the expected revenue of ``deal``.
    """
    return SQL(
        """
        SELECT part.action_id, SUM(part.amount) AS amount
          FROM (SELECT link.action_id,
                       COALESCE(ordered.amount, %(expected)s)
                       / COUNT(*) OVER (PARTITION BY deal.id) AS amount
                  FROM (%(deals)s) deal
                  JOIN (SELECT action.id AS action_id, action.lead_id AS deal_id
                          FROM playbook_action action
                          JOIN crm_lead lead ON lead.id = action.lead_id
                          %(decision)s
                         WHERE action.state = 'done' AND %(in_time)s
                         UNION ALL
                        SELECT action.id, deal.id
                          FROM playbook_action action
                          JOIN (%(deals)s) deal ON %(followed)s
                         WHERE %(on_customer)s
                       ) link ON link.deal_id = deal.id
             LEFT JOIN (%(orders)s) ordered ON ordered.lead_id = deal.id
                 WHERE deal.won_status = 'won'
               ) part
      GROUP BY part.action_id
        """,
        deals=deal_query,
        decision=DECISION,
        expected=expected_value,
        in_time=in_time(),
        followed=FOLLOWED,
        on_customer=ON_CUSTOMER,
        orders=order_value,
    )


def in_time():
    """Whether the row ``action`` was done before ``lead`` had ended; needs
    :data:`DECISION` among the joins.
    """
    return SQL("action.date_done < %s + INTERVAL '1 day'", ENDED)


def to_opportunity():
    """100 where the lead of the row ``action`` became an opportunity, or the customer
    had a deal, within :data:`FOLLOWING_DAYS`; else 0; NULL on a deal.

    NULL too until these days are over, also where it became one: of the young ones
    only successes would be known.
    """
    return SQL(
        """
        CASE WHEN action.date_done > %(now)s - %(days)s * INTERVAL '1 day' THEN NULL
             WHEN lead.type = 'lead' THEN 0
             WHEN lead.date_conversion >= action.date_done - INTERVAL '1 minute'
             THEN CASE WHEN lead.date_conversion
                            <= action.date_done + %(days)s * INTERVAL '1 day'
                       THEN 100 ELSE 0 END
             WHEN action.lead_id IS NOT NULL OR action.had_lead
                  OR action.commercial_partner_id IS NULL THEN NULL
             WHEN following.action_id IS NOT NULL THEN 100
             ELSE 0 END
        """,
        days=FOLLOWING_DAYS,
        now=fields.Datetime.now(),
    )


def to_won():
    """100 where a deal of the row ``action`` was won, 0 where it was lost; NULL while
    it is open, and without a deal. Needs :data:`DECISION` among the joins.
    """
    return SQL(
        """
        CASE WHEN lead.type = 'opportunity' AND lead.won_status <> 'pending'
             THEN CASE WHEN NOT %(in_time)s THEN NULL
                       WHEN lead.won_status = 'won' THEN 100
                       ELSE 0 END
             WHEN following.is_won THEN 100
             WHEN NOT following.is_open THEN 0
         END
        """,
        in_time=in_time(),
    )
