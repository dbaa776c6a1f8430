"""When customers were last in contact with us, in SQL.

The scheduled action, the installation and what is told by the log of actions all ask
the same query, so that they cannot come to different answers.

A contact is one row ``(partner_id, company_id, date, channel, user_id)``: the
commercial partner, the company, when, how, and who of us (NULL: the customer wrote). It
belongs to the company of the document; where that has none, to the company of who did
it; where nobody of us did, to that of the document's responsible, at last to that of
whoever made the record (for mail that came in: the one whom the mail gateway runs as).
"""

from odoo.tools import SQL

from .last_contact_mail_sql import documents, received, sent

CHANNELS = ("call", "meeting", "email", "message", "other")


def refresh_last_contacts(partner_ids, *, now, discussion_id):
    """Bring the rows of customers up to date; only what changed is written.

    :param partner_ids: a list of ids of commercial partners, not empty; None for all.
    :param now: a meeting that ended by then was held.
    :param discussion_id: the id of the subtype of messages that are meant for
        followers outside; notifications of it count.
    :return: a statement that returns the ids of the customers whose row changed.
    """
    only = mine = SQL("TRUE")
    if partner_ids is not None:
        only = SQL("person.commercial_partner_id = ANY(%s)", list(partner_ids))
        mine = SQL("partner_id = ANY(%s)", list(partner_ids))
    counts = [(f"{channel}_count", channel) for channel in CHANNELS]
    names = ["date", "channel", "user_id", *(n for n, _c in counts), "contact_count"]
    columns = SQL(", ").join(SQL.identifier(name) for name in names)
    return SQL(
        """
        WITH %(ctes)s, %(found)s,
        written AS (
            INSERT INTO playbook_last_contact AS stored
                        (partner_id, company_id, %(columns)s)
                 SELECT * FROM latest
            ON CONFLICT (partner_id, company_id) DO UPDATE SET %(assign)s
                  WHERE (%(stored)s) IS DISTINCT FROM (%(excluded)s)
              RETURNING partner_id
        ),
        ended AS (
            DELETE FROM playbook_last_contact gone
                  WHERE %(mine)s AND NOT EXISTS (
                        SELECT FROM latest
                         WHERE latest.partner_id = gone.partner_id
                           AND latest.company_id = gone.company_id)
              RETURNING partner_id
        )
        SELECT partner_id FROM written UNION SELECT partner_id FROM ended
        """,
        ctes=_contacts(only, now, discussion_id),
        found=_latest(counts),
        columns=columns,
        assign=_each("%s = excluded.%s", names, twice=True),
        stored=_each("stored.%s", names),
        excluded=_each("excluded.%s", names),
        mine=mine,
    )


def _each(template, names, *, twice=False):
    """The SQL ``template`` for each of ``names``, separated by commas."""
    return SQL(", ").join(
        SQL(template, *(SQL.identifier(name),) * (2 if twice else 1)) for name in names
    )


def _latest(counts):
    """The latest contact of each customer in each company, and how many there were."""
    return SQL(
        """
        latest AS (
            SELECT partner_id, company_id, MAX(date) AS date,
                   (ARRAY_AGG(channel ORDER BY date DESC, channel, user_id))[1]
                       AS channel,
                   (ARRAY_AGG(user_id ORDER BY date DESC, channel, user_id))[1]
                       AS user_id,
                   %s,
                   COUNT(*) AS contact_count
              FROM contact
             WHERE company_id IS NOT NULL
          GROUP BY partner_id, company_id
        )
        """,
        SQL(", ").join(
            SQL(
                "COUNT(*) FILTER (WHERE channel = %s) AS %s",
                channel,
                SQL.identifier(name),
            )
            for name, channel in counts
        ),
    )


def _contacts(only, now, discussion_id):
    """The CTE ``contact``, and those it stands on.

    :param only: a condition on the row ``person`` of ``res_partner``.
    """
    return SQL(
        """
        member AS (
            SELECT person.id, person.commercial_partner_id AS customer_id,
                   person.company_id, person.user_id,
                   entity.customer_state IS NOT NULL AS is_customer
              FROM res_partner person
              JOIN res_partner entity ON entity.id = person.commercial_partner_id
             WHERE %(only)s
        ),
        internal AS (
            SELECT DISTINCT ON (partner_id) partner_id, id AS user_id, company_id
              FROM res_users
             WHERE NOT share
          ORDER BY partner_id, active DESC, id
        ),
        document AS (%(documents)s),
        sent AS (%(sent)s),
        contact AS (
            %(actions)s UNION ALL %(meetings)s UNION ALL %(received)s UNION ALL
            (SELECT DISTINCT ON (customer_id, id)
                    customer_id, company_id, date, 'email', user_id
               FROM sent
           ORDER BY customer_id, id)
        )
        """,
        only=only,
        documents=documents(),
        sent=sent(discussion_id),
        actions=_actions(),
        meetings=_meetings(now),
        received=received(),
    )


def _actions():
    """Finished actions that were a contact: of the customer to whom the person belongs
    now, or, where nobody knows the person any more, of the customer then.
    """
    return SQL(
        """
        SELECT acted.customer_id AS partner_id,
               COALESCE(acted.company_id, doer.company_id) AS company_id,
               acted.date_done AS date, acted.channel, acted.user_id
          FROM (
            SELECT member.customer_id, action.*
              FROM playbook_action action
              JOIN member ON member.id = action.partner_id
         UNION ALL
            SELECT member.customer_id, action.*
              FROM playbook_action action
              JOIN member ON member.id = action.commercial_partner_id
             WHERE action.partner_id IS NULL
               ) acted
     LEFT JOIN res_users doer ON doer.id = acted.user_id
         WHERE acted.state = 'done' AND acted.channel IS NOT NULL
        """
    )


def _meetings(now):
    """Meetings that were held: over, not archived, and not declined by the customer.

    Private ones of no opportunity are nobody's business. Of what the log of actions has
    (done, or not taken place), the log says whether it counts.
    """
    return SQL(
        """
        SELECT guest.customer_id,
               COALESCE(lead.company_id, organizer.company_id, maker.company_id),
               event.stop, 'meeting', event.user_id
          FROM (%(guests)s) guest
          JOIN calendar_event event ON event.id = guest.event_id
     LEFT JOIN crm_lead lead ON lead.id = event.opportunity_id
     LEFT JOIN res_users organizer ON organizer.id = event.user_id
     LEFT JOIN res_users maker ON maker.id = event.create_uid
     LEFT JOIN res_users_settings settings ON settings.user_id = event.user_id
         WHERE event.active AND event.stop <= %(now)s
           AND (event.opportunity_id IS NOT NULL
                OR COALESCE(event.privacy, settings.calendar_default_privacy)
                   IS DISTINCT FROM 'private')
           AND NOT EXISTS (
               SELECT FROM playbook_action action
            LEFT JOIN res_partner acted ON acted.id = COALESCE(
                      action.partner_id, action.commercial_partner_id)
                WHERE action.event_id = event.id
                  AND (action.state = 'cancelled' OR action.no_contact
                       OR action.channel IS NOT NULL
                      AND acted.commercial_partner_id = guest.customer_id))
        """,
        guests=_guests(),
        now=now,
    )


def _guests():
    """Who of which customer a meeting was with: unless all of theirs declined."""
    return SQL(
        """
        SELECT customer_id, event_id
          FROM (
            SELECT member.customer_id, attendee.event_id,
                   attendee.state IS DISTINCT FROM 'declined' AS came, TRUE AS invited
              FROM calendar_attendee attendee
              JOIN member ON member.id = attendee.partner_id
             WHERE member.is_customer AND NOT EXISTS (
                   SELECT FROM internal WHERE internal.partner_id = member.id)
         UNION ALL
            SELECT member.customer_id, event.id, TRUE, FALSE
              FROM calendar_event event
              JOIN crm_lead lead ON lead.id = event.opportunity_id
              JOIN member ON member.id = lead.partner_id
               ) each
      GROUP BY customer_id, event_id
        HAVING COALESCE(BOOL_OR(came) FILTER (WHERE invited), TRUE)
        """
    )
