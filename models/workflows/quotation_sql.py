"""Quotations: when they were sent, whether the customer answered, in SQL."""

from odoo.tools import SQL

from ..standards.transition_sql import local_day
from .targets import ORDER
from .trigger_sql import Trigger, days_passed, has_confirmed_order, records

# What did not reach anybody.
FAILED = ("bounce", "canceled", "exception")
# A payment that the customer has begun and that has not failed.
PAYING = ("pending", "authorized", "done")


def unanswered(now, delay, working, unknown_zones=()):
    """A quotation was sent some days ago, and the customer has not answered.

    One that has expired (``validity_date``) counts like any other: nobody has said no,
    and whoever follows up is the one who can prolong it. What belongs to a deal that is
    won, lost or has a confirmed order is left alone.

    The row ``lead`` is the quotation's opportunity, if it has one.

    :param delay: whole days in the time zone of the company, an SQL expression.
    :param working: see :func:`.trigger_sql.days_passed`.
    """
    since = local_day(SQL("sale.playbook_sent_date"), unknown_zones)
    deal = SQL("LEFT JOIN crm_lead lead ON lead.id = sale.opportunity_id")
    return Trigger(
        source=SQL("%s %s", records(ORDER), deal),
        matches=SQL(
            """
            sale.state = 'sent'
            AND sale.playbook_sent_date IS NOT NULL
            AND %(passed)s
            AND (lead.id IS NULL
                 OR lead.active AND lead.won_status = 'pending' AND NOT %(ordered)s)
            AND %(unanswered)s
            """,
            passed=days_passed(since, delay, working, now, unknown_zones),
            ordered=has_confirmed_order(),
            # One by one: PostgreSQL then looks for messages last, once it has left out
            # what is in follow-up already.
            unanswered=SQL(" AND ").join(
                SQL("NOT %s", answer)
                for answer in _answers(SQL("sale.playbook_sent_date"))
            ),
        ),
        over=_over(),
        occasion=deal,
        occurrence=minute(SQL("sale.playbook_sent_date")),
        since=since,
    )


def _over():
    """Why the sending that the row ``enrollment`` is for is followed up no more.

    A quotation that is a draft again, or that has lost its date, is gone as a sending.
    """
    return SQL(
        """
        CASE WHEN sale.state = 'sale' THEN 'ordered'
             WHEN sale.state = 'cancel' THEN 'order_cancelled'
             WHEN sale.state <> 'sent' OR sale.playbook_sent_date IS NULL THEN 'gone'
             WHEN lead.won_status IN ('won', 'lost') THEN lead.won_status
             WHEN NOT lead.active THEN 'archived'
             WHEN lead.id IS NOT NULL AND %(ordered)s THEN 'ordered'
             WHEN %(minute)s <> enrollment.occurrence THEN 'sent_again'
             WHEN %(answered)s THEN 'answered'
         END
        """,
        ordered=has_confirmed_order(),
        minute=minute(SQL("sale.playbook_sent_date")),
        answered=answered_since(SQL("sale.playbook_sent_date")),
    )


def minute(moment):
    """The minutes since 1970 of a moment: what a sending is told from others by."""
    return SQL("FLOOR(EXTRACT(EPOCH FROM %s) / 60)::integer", moment)


def answered_since(moment):
    """Whether the customer of the row ``sale`` has answered after ``moment``.

    That is a message on the quotation or on its opportunity that none of us wrote - by
    e-mail or in the portal -, a signature, or a payment that is under way. What one of
    us notes down, a call for instance, is no answer: it is how one asks again.
    """
    return SQL("(%s)", SQL(" OR ").join(_answers(moment)))


def _answers(moment):
    """What :func:`answered_since` says, as a list of conditions."""
    return [
        SQL("COALESCE(sale.signed_on > %s, FALSE)", moment),
        SQL(
            """
            EXISTS (SELECT FROM sale_order_transaction_rel paid
                      JOIN payment_transaction payment
                        ON payment.id = paid.transaction_id
                     WHERE paid.sale_order_id = sale.id
                       AND payment.state IN %s)
            """,
            PAYING,
        ),
        written_since(SQL("'sale.order'"), SQL("sale.id"), moment),
        written_since(SQL("'crm.lead'"), SQL("sale.opportunity_id"), moment),
    ]


def written_since(model, res_id, moment, until=None):
    """Whether somebody outside wrote on a document after ``moment``: automatic replies
    are no answer.

    :param until: a moment, if only what was written before it counts.
    """
    return SQL(
        """
        EXISTS (SELECT FROM mail_message message
                 WHERE message.model = %(model)s
                   AND message.res_id = %(res_id)s
                   AND message.date > %(moment)s
                   AND %(before)s
                   AND message.message_type IN ('email', 'comment')
                   AND message.is_internal IS NOT TRUE
                   AND message.playbook_automatic IS NOT TRUE
                   AND NOT %(ours)s)
        """,
        model=model,
        res_id=res_id,
        moment=moment,
        before=SQL("message.date < %s", until) if until else SQL("TRUE"),
        ours=is_ours(SQL("message.author_id")),
    )


def is_ours(partner_id):
    """Whether a partner is one of us, or was: an account that is archived counts."""
    return SQL(
        """
        EXISTS (SELECT FROM res_users colleague
                 WHERE colleague.partner_id = %s AND NOT colleague.share)
        """,
        partner_id,
    )


def fill_sent_dates(now):
    """Date what is sent and has no date by the last message of ours that went to
    somebody outside; without one, by the date of the quotation.
    """
    return SQL(
        """
        UPDATE sale_order
           SET playbook_sent_date = LEAST(
                   %(now)s, COALESCE(said.date, sale_order.date_order))
          FROM sale_order sale
     LEFT JOIN LATERAL (
                SELECT MAX(message.date) AS date
                  FROM mail_message message
                 WHERE message.model = 'sale.order'
                   AND message.res_id = sale.id
                   AND message.message_type IN ('comment', 'email', 'email_outgoing')
                   AND message.is_internal IS NOT TRUE
                   AND message.playbook_automatic IS NOT TRUE
                   AND %(ours)s
                   AND EXISTS (
                       SELECT FROM mail_notification note
                        WHERE note.mail_message_id = message.id
                          AND (note.notification_status IS NULL
                               OR note.notification_status NOT IN %(failed)s)
                          AND NOT %(to_us)s)
               ) said ON TRUE
         WHERE sale.id = sale_order.id
           AND sale.state = 'sent'
           AND sale.playbook_sent_date IS NULL
     RETURNING sale_order.id
        """,
        now=now,
        ours=is_ours(SQL("message.author_id")),
        to_us=is_ours(SQL("note.res_partner_id")),
        failed=FAILED,
    )
