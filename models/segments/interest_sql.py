"""What customers are interested in, as quotations and orders tell it."""

from odoo.tools import SQL

from .customer_state_sql import calendar_time_zone

ASKED, QUOTED, BOUGHT, DECLINED = "asked", "quoted", "bought", "declined"
BY_HAND, QUOTATION, ORDER = "hand", "quotation", "order"
# From the least that is known to the most: what two rows of one customer become.
RANKS = [DECLINED, ASKED, QUOTED, BOUGHT]
# What the statements read: the ORM may still hold it back.
READ = {
    "crm.lead": ["won_status"],
    "playbook.interest": None,
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id"],
    "res.company": ["resource_calendar_id"],
    "res.partner": ["active", "commercial_partner_id"],
    "resource.calendar": ["tz"],
    "sale.order": [
        *("company_id", "date_order", "opportunity_id", "partner_id", "state"),
        "write_date",
    ],
    "sale.order.line": [
        *("display_type", "is_downpayment", "order_id", "product_id", "write_date"),
    ],
}


def rank(level):
    return SQL("array_position(%s::varchar[], %s)", RANKS, level)


def was_asked(table):
    """Whether somebody had noted what the row of ``table`` says."""
    return SQL(
        "(%(table)s.was_asked IS TRUE"
        " OR (%(table)s.level = %(asked)s AND %(table)s.learned = %(by_hand)s))",
        table=table,
        asked=ASKED,
        by_hand=BY_HAND,
    )


def offered():
    """What quotations and orders (``sale``) offer to a customer, line by line."""
    return SQL(
        """
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
          JOIN res_partner partner ON partner.id = sale.partner_id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN res_company company ON company.id = sale.company_id
     LEFT JOIN resource_calendar calendar
            ON calendar.id = company.resource_calendar_id
     LEFT JOIN crm_lead lead ON lead.id = sale.opportunity_id
         WHERE line.display_type IS NULL
           AND line.is_downpayment IS NOT TRUE
           AND template.categ_id IS NOT NULL
        """
    )


def _stands():
    """Whether ``sale`` still stands: not cancelled, nor its opportunity lost."""
    return SQL(
        """(sale.state = 'sale'
            OR (sale.state IN ('draft', 'sent')
                AND COALESCE(lead.won_status, '') <> 'lost'))"""
    )


def _is_news():
    """Whether ``sale`` says more than what somebody noted by hand: it was written
    later, and against a customer's "no" it is an order, or was made later.
    """
    return SQL(
        """NOT EXISTS (
            SELECT FROM playbook_interest noted
             WHERE noted.partner_id = partner.commercial_partner_id
               AND noted.category_id = template.categ_id
               AND noted.company_id = sale.company_id
               AND noted.learned = %s
               AND (noted.write_date > GREATEST(sale.write_date, line.write_date)
                    OR (noted.level = %s AND sale.state <> 'sale'
                        AND noted.write_date > sale.create_date)))""",
        BY_HAND,
        DECLINED,
    )


def _only(column, record_ids):
    return SQL("TRUE") if record_ids is None else SQL("%s IN %s", column, record_ids)


def _offers(order_ids, unknown_zones):
    """The most that standing quotations and orders say of each customer, category and
    company. An archived customer, as the public visitor of a website is one, is left
    out.
    """
    return SQL(
        """
        SELECT DISTINCT ON (
                   partner.commercial_partner_id, template.categ_id, sale.company_id)
               partner.commercial_partner_id AS partner_id,
               template.categ_id AS category_id, sale.company_id,
               CASE sale.state WHEN 'sale' THEN %(bought)s ELSE %(quoted)s END AS level,
               CASE sale.state WHEN 'sale' THEN %(order)s ELSE %(quotation)s END
               AS learned,
               (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS date,
               product.id AS product_id
          %(offered)s AND %(active)s AND %(stands)s AND %(news)s AND %(only)s
      ORDER BY partner.commercial_partner_id, template.categ_id, sale.company_id,
               (sale.state = 'sale') DESC, sale.date_order, line.id
        """,
        bought=BOUGHT,
        quoted=QUOTED,
        order=ORDER,
        quotation=QUOTATION,
        zone=calendar_time_zone(unknown_zones),
        offered=offered(),
        active=SQL(
            """EXISTS (
                SELECT FROM res_partner customer
                 WHERE customer.id = partner.commercial_partner_id
                   AND customer.active)"""
        ),
        stands=_stands(),
        news=_is_news(),
        only=_only(SQL("sale.id"), order_ids),
    )


def record_offers(order_ids, user_id, now, unknown_zones):
    """Write the interest that standing quotations and orders show.

    A level only goes up; who had declined is interested again. Rows that say as much
    already are not touched: a conflict would lock them, or fail for who else did.

    :param order_ids: a tuple, or None for all orders.
    """
    return SQL(
        """
        INSERT INTO playbook_interest AS interest (
            partner_id, category_id, company_id, level, learned, date, product_id,
            create_uid, create_date, write_uid, write_date)
        SELECT offer.*, %(user)s, %(now)s, %(user)s, %(now)s
          FROM (%(offers)s) offer
         WHERE NOT EXISTS (
                SELECT FROM playbook_interest interest
                 WHERE interest.partner_id = offer.partner_id
                   AND interest.category_id = offer.category_id
                   AND interest.company_id = offer.company_id
                   AND %(known)s >= %(offer)s)
      ORDER BY offer.partner_id, offer.category_id, offer.company_id
        ON CONFLICT (partner_id, category_id, company_id) DO UPDATE
           SET level = excluded.level, learned = excluded.learned,
               date = excluded.date, product_id = excluded.product_id,
               was_asked = %(was_asked)s,
               write_uid = excluded.write_uid, write_date = excluded.write_date
         WHERE %(due)s > %(known)s
     RETURNING id
        """,
        was_asked=was_asked(SQL("interest")),
        offers=_offers(order_ids, unknown_zones),
        user=user_id,
        now=now,
        due=rank(SQL("excluded.level")),
        offer=rank(SQL("offer.level::varchar")),
        known=rank(SQL("interest.level")),
    )


def _gone(order_ids, lead_ids):
    """What these orders, or those of these opportunities, offer no more."""
    return SQL(
        """
        SELECT DISTINCT partner.commercial_partner_id AS partner_id,
               template.categ_id AS category_id, sale.company_id
          %(offered)s AND NOT %(stands)s AND %(only)s
        """,
        offered=offered(),
        stands=_stands(),
        only=SQL(
            "(sale.id IN %s OR sale.opportunity_id IN %s)",
            order_ids or (None,),
            lead_ids or (None,),
        ),
    )


def record_refusals(order_ids, lead_ids, user_id, now, today):
    """What was only quoted, in quotations that stand no more, is declined.

    :param order_ids: a tuple of orders that may have been cancelled.
    :param lead_ids: a tuple of opportunities that may have been lost.
    :param today: the date of each company, as a query for ``company_id``, ``day``.
    """
    return SQL(
        """
        WITH gone AS (%(gone)s),
        due AS (
            SELECT interest.id, today.day
              FROM playbook_interest interest
              JOIN gone ON interest.partner_id = gone.partner_id
               AND interest.category_id = gone.category_id
               AND interest.company_id = gone.company_id
              JOIN (%(today)s) today ON today.company_id = gone.company_id
             WHERE interest.level = %(quoted)s
               AND interest.learned <> %(by_hand)s
               AND NOT EXISTS (
                    SELECT %(offered)s AND %(stands)s
                       AND partner.commercial_partner_id = gone.partner_id
                       AND template.categ_id = gone.category_id
                       AND sale.company_id = gone.company_id)
          ORDER BY interest.partner_id, interest.category_id, interest.company_id
               FOR UPDATE OF interest
        )
        UPDATE playbook_interest interest
           SET level = %(declined)s, date = due.day, write_uid = %(user)s,
               write_date = %(now)s
          FROM due
         WHERE interest.id = due.id
     RETURNING interest.id
        """,
        declined=DECLINED,
        quoted=QUOTED,
        by_hand=BY_HAND,
        user=user_id,
        now=now,
        today=today,
        offered=offered(),
        stands=_stands(),
        gone=_gone(order_ids, lead_ids),
    )


def company_days(now, unknown_zones):
    """The local day of each company at ``now`` (naive UTC)."""
    return SQL(
        """
        SELECT company.id AS company_id,
               (%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS day
          FROM res_company company
     LEFT JOIN resource_calendar calendar
            ON calendar.id = company.resource_calendar_id
        """,
        now,
        calendar_time_zone(unknown_zones),
    )
