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
    "res.partner": ["commercial_partner_id"],
    "resource.calendar": ["tz"],
    "sale.order": ["company_id", "date_order", "opportunity_id", "partner_id", "state"],
    "sale.order.line": ["display_type", "is_downpayment", "order_id", "product_id"],
}


def rank(level):
    return SQL("array_position(%s::varchar[], %s)", RANKS, level)


def _offered():
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
    """Whether ``sale`` says more than that somebody noted a customer's "no" by hand:
    it is an order, or was made later.
    """
    return SQL(
        """(sale.state = 'sale' OR NOT EXISTS (
            SELECT FROM playbook_interest refused
             WHERE refused.partner_id = partner.commercial_partner_id
               AND refused.category_id = template.categ_id
               AND refused.company_id = sale.company_id
               AND refused.level = %s
               AND refused.learned = %s
               AND refused.write_date > sale.create_date))""",
        DECLINED,
        BY_HAND,
    )


def _only(column, record_ids):
    return SQL("TRUE") if record_ids is None else SQL("%s IN %s", column, record_ids)


def record_offers(order_ids, user_id, now, unknown_zones):
    """Write the interest that standing quotations and orders show.

    A level only goes up; who had declined is interested again.

    :param order_ids: a tuple, or None for all orders.
    """
    return SQL(
        """
        INSERT INTO playbook_interest AS interest (
            partner_id, category_id, company_id, level, learned, date, product_id,
            create_uid, create_date, write_uid, write_date)
        SELECT DISTINCT ON (
                   partner.commercial_partner_id, template.categ_id, sale.company_id)
               partner.commercial_partner_id, template.categ_id, sale.company_id,
               CASE sale.state WHEN 'sale' THEN %(bought)s ELSE %(quoted)s END,
               CASE sale.state WHEN 'sale' THEN %(order)s ELSE %(quotation)s END,
               (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
               product.id, %(user)s, %(now)s, %(user)s, %(now)s
          %(offered)s AND %(stands)s AND %(news)s AND %(only)s
      ORDER BY partner.commercial_partner_id, template.categ_id, sale.company_id,
               (sale.state = 'sale') DESC, sale.date_order, line.id
        ON CONFLICT (partner_id, category_id, company_id) DO UPDATE
           SET level = excluded.level, learned = excluded.learned,
               date = excluded.date, product_id = excluded.product_id,
               write_uid = excluded.write_uid, write_date = excluded.write_date
         WHERE %(due)s > %(known)s
     RETURNING id
        """,
        bought=BOUGHT,
        quoted=QUOTED,
        order=ORDER,
        quotation=QUOTATION,
        zone=calendar_time_zone(unknown_zones),
        user=user_id,
        now=now,
        offered=_offered(),
        stands=_stands(),
        news=_is_news(),
        only=_only(SQL("sale.id"), order_ids),
        due=rank(SQL("excluded.level")),
        known=rank(SQL("interest.level")),
    )


def record_refusals(order_ids, lead_ids, user_id, now, today):
    """What was only quoted, in quotations that stand no more, is declined.

    :param order_ids: a tuple of orders that may have been cancelled.
    :param lead_ids: a tuple of opportunities that may have been lost.
    :param today: the date of each company, as a query for ``company_id``, ``day``.
    """
    return SQL(
        """
        UPDATE playbook_interest interest
           SET level = %(declined)s, date = today.day, write_uid = %(user)s,
               write_date = %(now)s
          FROM (SELECT DISTINCT partner.commercial_partner_id AS partner_id,
                       template.categ_id AS category_id, sale.company_id
                  %(offered)s AND NOT %(stands)s AND %(only)s) gone
          JOIN (%(today)s) today ON today.company_id = gone.company_id
         WHERE interest.partner_id = gone.partner_id
           AND interest.category_id = gone.category_id
           AND interest.company_id = gone.company_id
           AND interest.level = %(quoted)s
           AND NOT EXISTS (
                SELECT %(offered)s AND %(stands)s
                   AND partner.commercial_partner_id = gone.partner_id
                   AND template.categ_id = gone.category_id
                   AND sale.company_id = gone.company_id)
     RETURNING interest.id
        """,
        declined=DECLINED,
        quoted=QUOTED,
        user=user_id,
        now=now,
        today=today,
        offered=_offered(),
        stands=_stands(),
        only=SQL(
            "(sale.id IN %s OR sale.opportunity_id IN %s)",
            order_ids or (None,),
            lead_ids or (None,),
        ),
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


def take_over(partner_id, lead_id, *, from_partners=(), from_leads=()):
    """Give a customer or a lead what others are interested in: the highest level of
    each category stays, of equal ones the first.

    The rows taken over are deleted.
    """
    conflict = SQL("partner_id" if partner_id else "lead_id")
    return SQL(
        """
        WITH gone AS (
            DELETE FROM playbook_interest
             WHERE partner_id IN %(partners)s OR lead_id IN %(leads)s
         RETURNING *
        )
        INSERT INTO playbook_interest AS interest (
            partner_id, lead_id, category_id, company_id, level, learned, date,
            product_id, create_uid, create_date, write_uid, write_date)
        SELECT DISTINCT ON (category_id, company_id)
               %(partner)s, %(lead)s, category_id, company_id, level, learned, date,
               product_id, create_uid, create_date, write_uid, write_date
          FROM gone
      ORDER BY category_id, company_id, %(found)s DESC, date, id
        ON CONFLICT (%(conflict)s, category_id, company_id) DO UPDATE
           SET level = excluded.level, learned = excluded.learned,
               date = excluded.date, product_id = excluded.product_id,
               write_uid = excluded.write_uid, write_date = excluded.write_date
         WHERE %(due)s > %(known)s
     RETURNING id
        """,
        partners=tuple(from_partners) or (None,),
        leads=tuple(from_leads) or (None,),
        partner=SQL("%s::int", partner_id or None),
        lead=SQL("%s::int", lead_id or None),
        found=rank(SQL("level")),
        conflict=conflict,
        due=rank(SQL("excluded.level")),
        known=rank(SQL("interest.level")),
    )
