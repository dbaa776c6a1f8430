"""Customers with whom nothing has happened for long, in SQL."""

from odoo.tools import SQL

from ..segments.customer_state_sql import CUSTOMER, INACTIVE
from ..standards.transition_sql import local_day
from .stale_sql import PLANNED_DAYS
from .targets import PARTNER
from .trigger_sql import Trigger, days_passed, records

EPOCH = SQL("DATE '1970-01-01'")


def inactive(now, delay, working, unknown_zones=()):
    """A customer has neither been in contact nor ordered for some days.

    Customers are commercial entities that have bought (``customer_state`` says customer
    or inactive; a prospect is followed up as a lead). What counts is the latest of the
    last contact with any of our companies, the last confirmed order, and the last
    opportunity: when it was made or ended. While one is open, or something is planned
    with the customer for today or the next days, nobody is inactive.

    The rows ``contact``, ``bought`` and ``asked`` are one aggregate each over all
    customers; PostgreSQL leaves out those of which nothing is asked.

    :param delay: whole days in the time zone of the customer's company, an expression.
    :param working: see :func:`.trigger_sql.days_passed`.
    """
    since = _since(unknown_zones)
    return Trigger(
        source=SQL(
            """
            %(records)s
     LEFT JOIN (%(contacts)s) contact ON contact.partner_id = partner.id
     LEFT JOIN (%(orders)s) bought ON bought.partner_id = partner.id
     LEFT JOIN (%(opportunities)s) asked ON asked.partner_id = partner.id
            """,
            records=records(PARTNER),
            contacts=_contacts(),
            orders=_orders(),
            opportunities=_opportunities(),
        ),
        matches=SQL(
            """
            partner.active
            AND partner.customer_state IN %(states)s
            AND asked.is_open IS NOT TRUE
            AND %(passed)s
            AND NOT EXISTS (%(planned)s)
            """,
            states=(CUSTOMER, INACTIVE),
            passed=days_passed(since, delay, working, now, unknown_zones),
            planned=_planned(local_day(SQL("%s::timestamp", now), unknown_zones)),
        ),
        over=_over(unknown_zones),
        occurrence=SQL("(%s - %s)", since, EPOCH),
        since=since,
        drifts=True,
    )


def _since(unknown_zones):
    """The last day on which something happened; of who has nothing, when they came."""
    latest = SQL("GREATEST(contact.date, bought.date, asked.date)")
    return SQL(
        "COALESCE(%s, partner.customer_since, %s)",
        local_day(latest, unknown_zones),
        local_day(SQL("partner.create_date"), unknown_zones),
    )


def _contacts():
    return SQL(
        """
        SELECT partner_id, MAX(date) AS date
          FROM playbook_last_contact
      GROUP BY partner_id
        """
    )


def _orders():
    """When each customer last ordered: first of each address, from the index alone."""
    return SQL(
        """
        SELECT member.commercial_partner_id AS partner_id, MAX(address.date) AS date
          FROM (SELECT partner_id, MAX(date_order) AS date
                  FROM sale_order
                 WHERE state = 'sale'
              GROUP BY partner_id) address
          JOIN res_partner member ON member.id = address.partner_id
      GROUP BY member.commercial_partner_id
        """
    )


def _opportunities():
    return SQL(
        """
        SELECT member.commercial_partner_id AS partner_id,
               MAX(%(moment)s) AS date,
               BOOL_OR(lead.active AND lead.won_status = 'pending') AS is_open
          FROM crm_lead lead
          JOIN res_partner member ON member.id = lead.partner_id
         WHERE lead.type = 'opportunity'
      GROUP BY member.commercial_partner_id
        """,
        moment=_opportunity_moment(),
    )


def _opportunity_moment():
    """The last that is known to have happened to the row ``lead``: made, or ended."""
    return SQL("GREATEST(lead.create_date, lead.date_closed)")


def _planned(today):
    """Something to do for the row ``partner`` or one of its contacts, soon."""
    return SQL(
        """
        SELECT FROM mail_activity activity
          JOIN res_partner member ON member.id = activity.res_id
         WHERE member.commercial_partner_id = partner.id
           AND activity.res_model = 'res.partner'
           AND activity.active
           AND activity.date_deadline >= %(today)s
           AND activity.date_deadline <= %(today)s + %(planned_days)s
        """,
        today=today,
        planned_days=PLANNED_DAYS,
    )


def _over(unknown_zones):
    """Why the customer of the row ``enrollment`` is followed up no more.

    It asks of this one customer, as few are in follow-up at a time.
    """

    def after(moment):
        day = local_day(moment, unknown_zones)
        return SQL("%s - %s > enrollment.occurrence", day, EPOCH)

    return SQL(
        """
        CASE WHEN NOT partner.active THEN 'archived'
             WHEN EXISTS (SELECT FROM playbook_last_contact known
                           WHERE known.partner_id = partner.id AND %(contacted)s)
               OR EXISTS (SELECT FROM res_partner member
                            JOIN sale_order sale ON sale.partner_id = member.id
                           WHERE member.commercial_partner_id = partner.id
                             AND sale.state = 'sale' AND %(ordered)s)
               OR EXISTS (SELECT FROM res_partner member
                            JOIN crm_lead lead ON lead.partner_id = member.id
                           WHERE member.commercial_partner_id = partner.id
                             AND lead.type = 'opportunity' AND %(asked)s)
             THEN 'contacted'
         END
        """,
        contacted=after(SQL("known.date")),
        ordered=after(SQL("sale.date_order")),
        asked=after(_opportunity_moment()),
    )
