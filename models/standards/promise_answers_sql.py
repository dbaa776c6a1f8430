"""When promises to customers were kept, in SQL."""

from odoo import SUPERUSER_ID
from odoo.tools import SQL


def first_answers(ids, purposes, discussion_id):
    """When the promises with these ``ids`` were kept first.

    An action with one of ``purposes``; where there are none, anything by which the
    customer was reached, or a message of somebody who works here.

    :return: SELECT of id, company_id, date_from, date_due, answered.
    """
    return SQL(
        """
        SELECT keeping.id, keeping.company_id, keeping.date_from, keeping.date_due,
               answer.date
          FROM playbook_promise_keeping keeping
     LEFT JOIN crm_lead lead ON lead.id = keeping.lead_id
     LEFT JOIN res_partner person ON person.id = lead.partner_id
    CROSS JOIN LATERAL (
               SELECT COALESCE(keeping.partner_id, person.commercial_partner_id) AS id
               ) customer
    CROSS JOIN LATERAL (SELECT MIN(each.date) AS date FROM (%s) each) answer
         WHERE keeping.id = ANY(%s) AND answer.date IS NOT NULL
        """,
        answers(purposes, discussion_id),
        ids,
    )


def answers(purposes, discussion_id):
    """When the row ``keeping`` was answered first, in each way: one row each, with
    NULL where it was not.

    It has ``lead_id``, ``order_id``, ``date_from`` and ``origin``; beside it stands the
    row ``customer`` with the ``id`` of the commercial partner.
    """
    places = (
        SQL("done.lead_id = keeping.lead_id"),
        SQL(
            """
            keeping.lead_id IS NOT NULL AND done.lead_id IS NULL
            AND done.commercial_partner_id = customer.id
            """
        ),
        SQL("keeping.lead_id IS NULL AND done.commercial_partner_id = customer.id"),
    )
    found = [_actions_where(place, purposes) for place in places]
    if not purposes:
        found.append(_messages(discussion_id))
    return SQL(" UNION ALL ").join(found)


def _actions_where(condition, purposes):
    """What was done on the lead; or with the customer, on no other lead."""
    return SQL(
        """
        (SELECT MIN(done.date_done) AS date
           FROM playbook_action done
          WHERE %s AND done.state = 'done' AND done.date_done >= keeping.date_from
            AND 'playbook.action,' || done.id <> keeping.origin AND %s)
        """,
        condition,
        SQL("done.purpose_id = ANY(%s)", purposes)
        if purposes
        else SQL("done.channel IS NOT NULL AND done.no_contact IS NOT TRUE"),
    )


def _messages(discussion_id):
    """Messages of somebody who works here that went out by e-mail: from the document,
    or from the card of anybody at the customer.
    """
    return SQL(
        """
        (SELECT MIN(message.date)
           FROM (VALUES ('crm.lead', keeping.lead_id),
                        ('sale.order', keeping.order_id)
                  UNION ALL
                 SELECT 'res.partner', card.id FROM res_partner card
                  WHERE card.commercial_partner_id = customer.id
                ) AS document(model, id)
           JOIN mail_message message
             ON message.model = document.model AND message.res_id = document.id
           JOIN res_users author
             ON author.partner_id = message.author_id AND NOT author.share
            AND author.id <> %s
          WHERE message.date >= keeping.date_from
            AND message.message_type IN ('comment', 'email', 'email_outgoing')
            AND message.playbook_automatic IS NOT TRUE
            AND message.is_internal IS NOT TRUE
            AND (message.message_type <> 'comment' OR message.subtype_id = %s)
            AND (message.message_type = 'email_outgoing' OR EXISTS (
                SELECT FROM mail_notification note
             LEFT JOIN res_users colleague
                    ON colleague.partner_id = note.res_partner_id
                   AND NOT colleague.share
                 WHERE note.mail_message_id = message.id
                   AND note.notification_type = 'email'
                   AND note.notification_status NOT IN
                       ('bounce', 'canceled', 'exception')
                   AND colleague.id IS NULL)))
        """,
        SUPERUSER_ID,
        discussion_id,
    )
