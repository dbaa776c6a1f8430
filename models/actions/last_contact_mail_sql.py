"""Which e-mails were a contact with customers, in SQL: see ``last_contact_sql.py``.

The queries stand on the rows ``member`` and ``internal`` that are made there.
"""

from odoo.tools import SQL

# Documents whose chatter is looked at.
MODELS = ("crm.lead", "res.partner", "sale.order")
# Messages for one's eyes alone, and answers that nobody wrote.
NO_CONTACT = ("user_notification", "out_of_office")
FAILED = ("bounce", "canceled", "exception")


def documents():
    """The documents of the customers."""
    return SQL(
        """
        SELECT 'crm.lead' AS model, lead.id AS res_id, member.customer_id,
               lead.company_id, lead.user_id
          FROM crm_lead lead
          JOIN member ON member.id = lead.partner_id
     UNION ALL
        SELECT 'sale.order', sale.id, member.customer_id, sale.company_id, sale.user_id
          FROM sale_order sale
          JOIN member ON member.id = sale.partner_id
     UNION ALL
        SELECT 'res.partner', member.id, member.customer_id, member.company_id,
               member.user_id
          FROM member
         WHERE member.is_customer
        """
    )


def received():
    """E-mails that somebody outside wrote on a document of the customer."""
    return SQL(
        """
        SELECT document.customer_id,
               COALESCE(document.company_id, responsible.company_id, maker.company_id),
               message.date, 'email', NULL::integer
          FROM document
          JOIN mail_message message
            ON message.model = document.model AND message.res_id = document.res_id
     LEFT JOIN res_users responsible ON responsible.id = document.user_id
     LEFT JOIN res_users maker ON maker.id = message.create_uid
         WHERE message.message_type = 'email'
           AND message.playbook_automatic IS NOT TRUE
           AND NOT EXISTS (
               SELECT FROM internal WHERE internal.partner_id = message.author_id)
        """
    )


def sent(discussion_id):
    """E-mails that went out: to people of the customer, or, where the recipients are
    known no more or only an address is, on a document of the customer.
    """
    terms = {
        "company": SQL(
            "COALESCE(document.company_id, author.company_id, maker.company_id)"
        ),
        "sender": SQL("COALESCE(author.user_id, message.create_uid)"),
        "people": SQL(
            """
            LEFT JOIN internal author ON author.partner_id = message.author_id
            LEFT JOIN res_users maker ON maker.id = message.create_uid
            LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
            """
        ),
        "counts": _counts_as_sent(discussion_id),
    }
    return SQL("%s UNION ALL %s", _sent_to_people(terms), _sent_unnamed(terms))


def _sent_to_people(terms):
    return SQL(
        """
        SELECT member.customer_id, message.id, message.date, %(company)s AS company_id,
               %(sender)s AS user_id
          FROM member
          JOIN mail_notification note ON note.res_partner_id = member.id
          JOIN mail_message message ON message.id = note.mail_message_id
     LEFT JOIN crm_lead lead
            ON message.model = 'crm.lead' AND lead.id = message.res_id
     LEFT JOIN sale_order sale
            ON message.model = 'sale.order' AND sale.id = message.res_id
     LEFT JOIN res_partner card
            ON message.model = 'res.partner' AND card.id = message.res_id
     LEFT JOIN LATERAL (
               SELECT COALESCE(lead.company_id, sale.company_id, card.company_id)
                      AS company_id
               ) document ON TRUE
        %(people)s
         WHERE note.notification_type = 'email'
           AND note.notification_status NOT IN %(failed)s
           AND message.model IN %(models)s
           AND (member.is_customer OR message.model <> 'res.partner')
           AND NOT EXISTS (
               SELECT FROM internal WHERE internal.partner_id = member.id)
           AND %(counts)s
        """,
        failed=FAILED,
        models=MODELS,
        **terms,
    )


def _sent_unnamed(terms):
    return SQL(
        """
        SELECT document.customer_id, message.id, message.date, %(company)s, %(sender)s
          FROM document
          JOIN mail_message message
            ON message.model = document.model AND message.res_id = document.res_id
        %(people)s
         WHERE %(counts)s AND %(unnamed)s
        """,
        unnamed=_unnamed(),
        **terms,
    )


def _counts_as_sent(discussion_id):
    """Whether the row ``message`` may have gone out, given ``author``, ``subtype``.

    Notes never do, nor what goes out by itself. Of what customers wrote, copies go to
    others: it was received.
    """
    return SQL(
        """
        message.message_type NOT IN %s
        AND message.playbook_automatic IS NOT TRUE
        AND message.is_internal IS NOT TRUE
        AND subtype.internal IS NOT TRUE
        AND (message.message_type <> 'notification' OR message.subtype_id = %s)
        AND (message.message_type <> 'email' OR author.partner_id IS NOT NULL)
        AND (message.message_type <> 'comment' OR author.partner_id IS NOT NULL)
        """,
        NO_CONTACT,
        discussion_id,
    )


def _unnamed():
    """Whether the row ``message`` went to an address that is no partner's, or in a
    mailing whose recipients were not kept.
    """
    return SQL(
        """
        (EXISTS (
             SELECT FROM mail_notification note
              WHERE note.mail_message_id = message.id
                AND note.notification_type = 'email'
                AND note.notification_status NOT IN %s
                AND note.res_partner_id IS NULL)
         OR (message.message_type = 'email_outgoing'
             AND NOT EXISTS (
                 SELECT FROM mail_notification note
                  WHERE note.mail_message_id = message.id)
             AND NOT EXISTS (
                 SELECT FROM mail_mail mail
                  WHERE mail.mail_message_id = message.id
                    AND mail.state IN ('cancel', 'exception'))))
        """,
        FAILED,
    )
