"""What customers have answered, and what follows for the next e-mail, in SQL.

Of the row ``recipient``, as :func:`.mail_checks_sql.recipients` tells it.
"""

from odoo.tools import SQL

from ..loading.loaded_sql import made_by_load
from .quotation_sql import is_ours, written_since

# For so long it is remembered that somebody is not interested.
REFUSED_DAYS = 365


def not_before():
    """The day before which they want to hear nothing, as they have answered last; none
    where they themselves have come to us since.
    """
    return SQL(
        """
        SELECT CASE WHEN mail.customer_answer = 'later' AND NOT %s
                    THEN mail.answer_until END
          FROM playbook_customer_mail mail
         WHERE (mail.mailed_customer_id = recipient.customer_id
                OR mail.email = recipient.email)
           AND mail.customer_answer IS NOT NULL
      ORDER BY mail.answer_date DESC NULLS LAST, mail.id DESC
         LIMIT 1
        """,
        _came_to_us(SQL("mail.answer_date")),
    )


def _came_to_us(moment):
    """Whether they have written, or a lead of theirs has come in, after ``moment``."""
    return SQL(
        """
        (EXISTS (SELECT FROM crm_lead inquiry
                  WHERE inquiry.create_date > %(moment)s
                    AND (inquiry.email_normalized = recipient.email
                         OR inquiry.partner_id IN (
                             SELECT member.id FROM res_partner member
                              WHERE member.commercial_partner_id =
                                    recipient.customer_id))
                    AND NOT %(loaded)s)
         OR EXISTS (SELECT FROM res_partner member
                      JOIN mail_message message ON message.author_id = member.id
                     WHERE member.commercial_partner_id = recipient.customer_id
                       AND message.date > %(moment)s
                       AND message.message_type IN ('email', 'comment')
                       AND message.is_internal IS NOT TRUE
                       AND NOT %(ours)s)
         OR %(written)s)
        """,
        moment=moment,
        loaded=made_by_load("crm.lead", SQL("inquiry.id")),
        ours=is_ours(SQL("member.id")),
        written=written_since("crm.lead", SQL("recipient.lead_id"), moment),
    )


def answered(since):
    """The row that says what they have answered last, after ``since``, about the same
    record; of customers, what they were asked as such.

    :return: a query with ``said``, ``said_on`` and ``is_asked``: whether what somebody
        was asked to do about it is still open.
    """
    return SQL(
        """
        SELECT mail.customer_answer AS said, mail.answer_date AS said_on,
               EXISTS (SELECT FROM mail_activity activity
                        WHERE activity.id = mail.answer_activity_id
                          AND activity.active) AS is_asked
          FROM playbook_customer_mail mail
         WHERE (mail.lead_id = recipient.lead_id
                OR mail.order_id = recipient.order_id
                OR (recipient.lead_id IS NULL AND recipient.order_id IS NULL
                    AND mail.partner_id IS NOT NULL
                    AND mail.mailed_customer_id = recipient.customer_id))
           AND mail.customer_answer IS NOT NULL
           AND mail.answer_date > %s
      ORDER BY mail.answer_date DESC, mail.id DESC
         LIMIT 1
        """,
        since,
    )
