"""What new actions add to the last contacts of their customers, at once."""

from odoo.tools import SQL

# The contacts among the actions, the latest of each customer, and how many there are.
TOLD = """
    WITH told AS (
        SELECT customer.commercial_partner_id AS partner_id,
               COALESCE(action.company_id, person.company_id) AS company_id,
               action.id, action.date_done, action.channel, action.user_id
          FROM playbook_action action
          JOIN res_partner customer
            ON customer.id = COALESCE(
                   action.partner_id, action.commercial_partner_id)
     LEFT JOIN res_users person ON person.id = action.user_id
         WHERE action.id = ANY(%(ids)s)
           AND action.state = 'done'
           AND action.channel IS NOT NULL
    ), latest AS (
        SELECT DISTINCT ON (partner_id, company_id) *
          FROM told
         WHERE company_id IS NOT NULL
      ORDER BY partner_id, company_id, date_done DESC, id DESC
    ), counted AS (
        SELECT partner_id, company_id, count(*) AS contacts,
               count(*) FILTER (WHERE channel = 'call') AS calls,
               count(*) FILTER (WHERE channel = 'meeting') AS meetings,
               count(*) FILTER (WHERE channel = 'email') AS emails,
               count(*) FILTER (WHERE channel = 'message') AS messages,
               count(*) FILTER (WHERE channel = 'other') AS others
          FROM told
      GROUP BY partner_id, company_id
    )
"""
ADD = """
    INSERT INTO playbook_last_contact AS known
                (partner_id, company_id, date, channel, user_id, contact_count,
                 call_count, meeting_count, email_count, message_count,
                 other_count)
         SELECT latest.partner_id, latest.company_id, latest.date_done,
                latest.channel, latest.user_id, contacts, calls, meetings, emails,
                messages, others
           FROM latest
           JOIN counted USING (partner_id, company_id)
    ON CONFLICT (partner_id, company_id) DO UPDATE
            SET date = GREATEST(known.date, excluded.date),
                channel = CASE WHEN excluded.date >= known.date
                               THEN excluded.channel ELSE known.channel END,
                user_id = CASE WHEN excluded.date >= known.date
                               THEN excluded.user_id ELSE known.user_id END,
                contact_count = known.contact_count + excluded.contact_count,
                call_count = known.call_count + excluded.call_count,
                meeting_count = known.meeting_count + excluded.meeting_count,
                email_count = known.email_count + excluded.email_count,
                message_count = known.message_count + excluded.message_count,
                other_count = known.other_count + excluded.other_count
"""


def tell_last_contacts(action_ids):
    """An UPSERT that adds these actions; the next refresh counts everything again.

    It reads the actions alone, however long the customer's history is.
    """
    return SQL(TOLD + ADD, ids=action_ids)
