"""To whom e-mails of workflows go, and what speaks against sending them, in SQL.

Asked for a whole batch at once: when a step is due, again when what was announced is
sent, and by whoever looks at what would happen.
"""

from datetime import timedelta

from odoo.tools import SQL

from .mail_answers_sql import REFUSED_DAYS, answered, not_before
from .playbook_customer_mail import COMING, WRITTEN

# The contact policy of segments counts in so many days.
POLICY_DAYS = 30
# Nobody is asked more often how satisfied they are.
SATISFACTION_DAYS = 90
# More dates than any limit.
DATES = 100
KEYS = ("enrollment_id", "company_id", "lead_id", "partner_id", "order_id", "mail_id")


def recipients(rows):
    """Who gets the e-mail for each of ``rows``, as the engine has them.

    The customer's address; of a lead without a customer, or whose customer has none,
    the lead's own. Their language, else the lead's, else the company's.

    :return: a query with a row for each: its ``place`` in ``rows``, ``enrollment_id``,
        ``mail_id`` (0 for none), ``company_id``, ``lead_id``, ``order_id``,
        ``recipient_id``, ``customer_id``, ``email`` (normalised; NULL: none that is
        valid), ``written`` (the address as it stands there), ``name``, ``lang``,
        ``bounces`` (e-mails have come back) and ``held_since``.
    """
    columns = [
        [None if row.get(key) is False else row.get(key) for row in rows]
        for key in KEYS
    ]
    return SQL(
        """
        SELECT asked.place, asked.enrollment_id, COALESCE(asked.mail_id, 0) AS mail_id,
               asked.company_id, asked.lead_id, asked.order_id,
               person.id AS recipient_id, person.commercial_partner_id AS customer_id,
               COALESCE(person.email_normalized, lead.email_normalized) AS email,
               COALESCE(NULLIF(TRIM(person.email), ''), TRIM(lead.email_from))
                   AS written,
               CASE WHEN person.email_normalized IS NULL
                    THEN COALESCE(lead.contact_name, lead.partner_name, person.name)
                    ELSE person.name END AS name,
               COALESCE(person.lang, spoken.code, card.lang) AS lang,
               GREATEST(person.message_bounce, lead.message_bounce) > 0 AS bounces,
               mail.held_since
          FROM unnest(%s) WITH ORDINALITY asked (%s, place)
     LEFT JOIN crm_lead lead ON lead.id = asked.lead_id
     LEFT JOIN sale_order sale ON sale.id = asked.order_id
     LEFT JOIN res_partner person
            ON person.id = COALESCE(lead.partner_id, sale.partner_id, asked.partner_id)
     LEFT JOIN res_lang spoken ON spoken.id = lead.lang_id
     LEFT JOIN res_company company ON company.id = asked.company_id
     LEFT JOIN res_partner card ON card.id = company.partner_id
     LEFT JOIN playbook_customer_mail mail ON mail.id = asked.mail_id
        """,
        SQL(", ").join(SQL("%s::integer[]", column) for column in columns),
        SQL(", ").join(SQL.identifier(key) for key in KEYS),
    )


def facts(rows, *, now, contact_days, mail_days):
    """What is known of whoever gets the e-mails for ``rows``.

    :param contact_days: whether somebody has contacted them in so many days.
    :param mail_days: which e-mails they got in so many days.
    :return: a query with what :func:`recipients` tells and: ``blacklisted``,
        ``came_back``, ``segment_id`` and ``contact_max`` of their main segment,
        ``contacted`` (when, or NULL), ``meets``, ``not_before`` (a day that they have
        chosen), ``asked`` (when they were asked how satisfied they are), what
        :func:`.mail_answers_sql.answered` tells, and moments, the latest first:
        ``mails`` in ``mail_days``, ``contacts`` in 30 days.
    """
    return SQL(
        """
        WITH recipient AS MATERIALIZED (%(recipients)s), %(meetings)s
        SELECT recipient.*, main.segment_id, segment.contact_max,
               EXISTS (SELECT FROM mail_blacklist listed
                        WHERE listed.email = recipient.email AND listed.active)
                   AS blacklisted,
               recipient.bounces AND EXISTS (
                   SELECT FROM playbook_customer_mail mail
                    WHERE mail.email = recipient.email AND mail.state = 'bounced')
                   AS came_back,
               (%(contacted)s) AS contacted, (%(meets)s) AS meets,
               (%(not_before)s) AS not_before, (%(asked)s) AS asked,
               answer.said, answer.said_on, answer.is_asked,
               ARRAY(SELECT date FROM (%(mails)s) mail ORDER BY date DESC LIMIT %(n)s)
                   AS mails,
               ARRAY(SELECT date FROM (%(actions)s UNION ALL %(written)s) contact
                   ORDER BY date DESC LIMIT %(n)s) AS contacts
          FROM recipient
     LEFT JOIN playbook_main_segment main
            ON main.partner_id = recipient.customer_id
           AND main.company_id = recipient.company_id
     LEFT JOIN playbook_segment segment ON segment.id = main.segment_id
     LEFT JOIN LATERAL (%(answered)s) answer ON TRUE
      ORDER BY recipient.place
        """,
        recipients=recipients(rows),
        meetings=_meetings(now),
        contacted=_contacted(now - timedelta(days=contact_days)),
        meets=_meets(),
        not_before=not_before(),
        answered=answered(now - timedelta(days=REFUSED_DAYS)),
        asked=_asked(now - timedelta(days=SATISFACTION_DAYS)),
        mails=_mails(now - timedelta(days=mail_days)),
        written=_mails(now - timedelta(days=POLICY_DAYS)),
        actions=_actions(now - timedelta(days=POLICY_DAYS)),
        n=DATES,
    )


# ----------------------------------------------------------------------
# Of the row recipient
# ----------------------------------------------------------------------


def _same_customer():
    """Whether the row ``mail`` went to the same customer, or to the same address."""
    return SQL(
        "(mail.mailed_customer_id = recipient.customer_id"
        " OR mail.email = recipient.email) AND mail.id <> recipient.mail_id"
    )


def _mails(since):
    """The e-mails of workflows that they got: rows ``(id, date)``."""
    return SQL(
        """
        SELECT mail.id, mail.date_due AS date
          FROM playbook_customer_mail mail
         WHERE %s AND mail.state IN %s AND mail.date_due > %s
        """,
        _same_customer(),
        WRITTEN,
        since,
    )


def _actions(since):
    """What our people did with them, and reached somebody: as :func:`_mails`."""
    return SQL(" UNION ").join(
        SQL(
            """
            SELECT action.id, action.date_done AS date
              FROM playbook_action action
             WHERE %s AND action.state = 'done' AND action.channel IS NOT NULL
               AND action.no_contact IS NOT TRUE AND action.date_done > %s
            """,
            theirs,
            since,
        )
        for theirs in (
            SQL("action.commercial_partner_id = recipient.customer_id"),
            SQL("action.lead_id = recipient.lead_id"),
        )
    )


def _contacted(since):
    """When somebody of us contacted them last, if that was after ``since``.

    Messages of theirs are none of ours, and what a workflow has sent by itself has the
    contact limit.
    """
    return SQL(
        """
        SELECT MAX(contact.date)
          FROM (%s UNION ALL
                SELECT latest.id, latest.date
                  FROM playbook_last_contact latest
                 WHERE latest.partner_id = recipient.customer_id
                   AND latest.date > %s
                   AND latest.user_id IS NOT NULL
                   AND NOT EXISTS (
                       SELECT FROM playbook_customer_mail mail
                         JOIN mail_message message ON message.id = mail.message_id
                        WHERE mail.mailed_customer_id = recipient.customer_id
                          AND message.date = latest.date)) contact
        """,
        _actions(since),
        since,
    )


def _meetings(now):
    """The rows ``meeting`` that are still to come, with the customer of each guest who
    has not declined, and of the opportunity.
    """
    return SQL(
        """
        meeting AS MATERIALIZED (
            SELECT guest.commercial_partner_id AS customer_id, event.opportunity_id
              FROM calendar_event event
              JOIN calendar_attendee attendee ON attendee.event_id = event.id
               AND attendee.state IS DISTINCT FROM 'declined'
              JOIN res_partner guest ON guest.id = attendee.partner_id
             WHERE event.active AND event.stop > %(now)s
         UNION
            SELECT person.commercial_partner_id, event.opportunity_id
              FROM calendar_event event
              JOIN crm_lead deal ON deal.id = event.opportunity_id
         LEFT JOIN res_partner person ON person.id = deal.partner_id
             WHERE event.active AND event.stop > %(now)s
        )
        """,
        now=now,
    )


def _meets():
    """Whether we meet them soon: in the calendar, or as an activity."""
    return SQL(
        """
        EXISTS (SELECT FROM meeting
                 WHERE meeting.customer_id = recipient.customer_id
                    OR meeting.opportunity_id = recipient.lead_id)
        OR EXISTS (
            SELECT FROM (VALUES ('crm.lead', recipient.lead_id),
                                ('sale.order', recipient.order_id),
                                ('res.partner', recipient.recipient_id),
                                ('res.partner', recipient.customer_id))
                        document (model, id)
              JOIN mail_activity activity
                ON activity.res_model = document.model
               AND activity.res_id = document.id AND activity.active
              JOIN mail_activity_type kind
                ON kind.id = activity.activity_type_id AND kind.category = 'meeting')
        """
    )


def _asked(since):
    """When they were asked how satisfied they are, or will be, after ``since``.

    Of two that are coming, the older one asks: neither hinders both.
    """
    return SQL(
        """
        SELECT MAX(mail.date_due)
          FROM playbook_customer_mail mail
         WHERE %s AND mail.asks_for = 'satisfaction'
           AND (mail.state IN %s
                OR mail.state IN %s
                   AND (recipient.mail_id = 0 OR mail.id < recipient.mail_id))
           AND mail.date_due > %s
        """,
        _same_customer(),
        WRITTEN,
        COMING,
        since,
    )
