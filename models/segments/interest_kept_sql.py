"""Product interest that goes over to another, or whose reason is gone."""

from odoo.tools import SQL

from .interest_sql import ASKED, BY_HAND, QUOTATION, QUOTED, offered, rank, was_asked

OF_LEVEL = ("level", "learned", "date", "product_id", "write_uid", "write_date")


def _the_highest():
    """Assignments with which the higher level, and all that belongs to it, stays."""
    more = SQL("%s > %s", rank(SQL("excluded.level")), rank(SQL("interest.level")))
    return SQL(", ").join(
        SQL(
            "%s = CASE WHEN %s THEN %s ELSE %s END",
            SQL.identifier(name),
            more,
            SQL.identifier("excluded", name),
            SQL.identifier("interest", name),
        )
        for name in OF_LEVEL
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
            product_id, create_uid, create_date, write_uid, write_date, was_asked)
        SELECT DISTINCT ON (category_id, company_id)
               %(partner)s, %(lead)s, category_id, company_id, level, learned, date,
               product_id, create_uid, create_date, write_uid, write_date,
               bool_or(%(gone_asked)s) OVER (PARTITION BY category_id, company_id)
          FROM gone
      ORDER BY category_id, company_id, %(found)s DESC, date, id
        ON CONFLICT (%(conflict)s, category_id, company_id) DO UPDATE
           SET %(highest)s,
               was_asked = %(was_asked)s OR excluded.was_asked
     RETURNING id
        """,
        partners=tuple(from_partners) or (None,),
        leads=tuple(from_leads) or (None,),
        partner=SQL("%s::int", partner_id or None),
        lead=SQL("%s::int", lead_id or None),
        found=rank(SQL("level")),
        conflict=conflict,
        highest=_the_highest(),
        gone_asked=was_asked(SQL("gone")),
        was_asked=was_asked(SQL("interest")),
    )


def take_back(partner_ids, user_id, now):
    """Forget what customers were quoted in no quotation that is still there.

    What somebody had noted before is again what they asked for.
    """
    return SQL(
        """
        WITH gone AS (
            SELECT interest.id, interest.was_asked IS TRUE AS was_asked
              FROM playbook_interest interest
             WHERE interest.partner_id IN %(partners)s
               AND interest.level = %(quoted)s
               AND interest.learned = %(quotation)s
               AND NOT EXISTS (
                    SELECT %(offered)s
                       AND partner.commercial_partner_id = interest.partner_id
                       AND template.categ_id = interest.category_id
                       AND sale.company_id = interest.company_id)
          ORDER BY interest.partner_id, interest.category_id, interest.company_id
               FOR UPDATE OF interest
        ),
        kept AS (
            UPDATE playbook_interest interest
               SET level = %(asked)s, learned = %(by_hand)s, product_id = NULL,
                   write_uid = %(user)s, write_date = %(now)s
              FROM gone
             WHERE interest.id = gone.id AND gone.was_asked
         RETURNING interest.id
        )
        DELETE FROM playbook_interest interest
              USING gone
              WHERE interest.id = gone.id AND NOT gone.was_asked
          RETURNING interest.id
        """,
        partners=partner_ids,
        quoted=QUOTED,
        quotation=QUOTATION,
        asked=ASKED,
        by_hand=BY_HAND,
        offered=offered(),
        user=user_id,
        now=now,
    )
