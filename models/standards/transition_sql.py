"""How long a deal has been in its stage, in SQL.

The list, the scheduled action and the figures all ask the same expressions, so that
they cannot come to different answers.
"""

from odoo.tools import SQL

from ..segments.customer_state_sql import calendar_time_zone


def local_day(moment, unknown_zones=()):
    """The day of ``moment`` (naive UTC) in the time zone of the row ``calendar``."""
    return SQL(
        "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
        moment,
        calendar_time_zone(unknown_zones),
    )


def calendar_of(company_id, calendar="calendar"):
    """Joins the row ``calendar`` of the company whose id is ``company_id``."""
    return SQL(
        """
        LEFT JOIN res_company company ON company.id = %s
        LEFT JOIN resource_calendar %s ON calendar.id = company.resource_calendar_id
        """,
        company_id,
        SQL.identifier(calendar),
    )


def lead_company(alias):
    """The company whose calendar counts for the lead ``alias``.

    A lead for all companies is looked at as its salesperson's day goes.
    """
    return SQL(
        """
        COALESCE(%s, (SELECT salesperson.company_id
                        FROM res_users salesperson
                       WHERE salesperson.id = %s))
        """,
        SQL.identifier(alias, "company_id"),
        SQL.identifier(alias, "user_id"),
    )


def opportunity_since(lead, stay):
    """When the opportunity came into its stage: not before it was converted."""
    return SQL(
        "GREATEST(%s, %s)",
        SQL.identifier(stay, "date"),
        SQL.identifier(lead, "date_conversion"),
    )


def days_in_stage(alias, now, unknown_zones=()):
    """Whole days since the lead ``alias`` entered its stage; NULL when it is closed.

    :param now: the moment to count to, naive UTC.
    """
    return SQL(
        """
        (SELECT %(today)s - %(entered)s
           FROM playbook_transition stay
           %(calendar)s
          WHERE stay.lead_id = %(lead_id)s AND stay.date_left IS NULL)
        """,
        today=local_day(SQL("%s::timestamp", now), unknown_zones),
        entered=local_day(opportunity_since(alias, "stay"), unknown_zones),
        calendar=calendar_of(lead_company(alias)),
        lead_id=SQL.identifier(alias, "id"),
    )


def missing_transitions(uid, stage_field_id, now):
    """One row for each lead that has none, dated by the latest known stage change.

    That is the later of the lead's own date and its last tracked change: neither is
    written on every path. Deals that are won or lost get a stay that has ended, at the
    latest now.
    """
    return SQL(
        """
        INSERT INTO playbook_transition (
            create_uid, create_date, write_uid, write_date,
            lead_id, to_stage_id, date, date_left, ending, estimated
        )
        SELECT %(uid)s, %(now)s, %(uid)s, %(now)s,
               lead.id, lead.stage_id, since.date,
               CASE WHEN lead.won_status IN ('won', 'lost')
                    THEN LEAST(%(now)s, GREATEST(since.date, lead.date_closed))
               END,
               CASE WHEN lead.won_status IN ('won', 'lost') THEN lead.won_status END,
               TRUE
          FROM crm_lead lead
     LEFT JOIN (
                SELECT message.res_id AS lead_id, MAX(message.date) AS date
                  FROM mail_tracking_value value
                  JOIN mail_message message ON message.id = value.mail_message_id
                 WHERE value.field_id = %(stage_field_id)s
                   AND message.model = 'crm.lead'
              GROUP BY message.res_id
               ) tracked ON tracked.lead_id = lead.id
    CROSS JOIN LATERAL (
                SELECT LEAST(%(now)s, COALESCE(
                    GREATEST(lead.date_last_stage_update, tracked.date),
                    lead.create_date,
                    %(now)s
                )) AS date
               ) since
         WHERE lead.stage_id IS NOT NULL
           AND NOT EXISTS (
                SELECT FROM playbook_transition known WHERE known.lead_id = lead.id
               )
        """,
        uid=uid,
        now=now,
        stage_field_id=stage_field_id,
    )
