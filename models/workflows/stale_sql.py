"""Which opportunities are stale, and what a workflow does with them, in SQL.

The list of stale opportunities, the figures of Getting Started and the scheduled action
all ask :func:`stale_stays`, so that they cannot come to different answers.
"""

from odoo.tools import SQL

from ..standards.transition_sql import (
    calendar_of,
    lead_company,
    local_day,
    opportunity_since,
)

# An activity planned for later than this does not keep a deal from being stale.
PLANNED_DAYS = 30


def stale_stays(
    delay_days, now, unknown_zones=(), condition=None, columns=None, joins=None
):
    """The open stays of opportunities that have not moved for long.

    After how many whole days of its company's time zone a deal is stale says its stage,
    and where that says nothing (0), ``delay_days``; a lead counts from its
    conversion on.
    A deal with an activity planned for
    a later day is not stale, one whose order is confirmed never.

    The rows ``stay`` (playbook_transition), ``lead``, ``stage``, ``company`` and
    ``calendar`` can be used in ``condition`` and ``columns``.

    :param delay_days: days, a number or an SQL expression.
    :param now: the moment to look from, naive UTC.
    :param condition: narrows the rows further.
    :param columns: what to select; the lead's id by default.
    :param joins: further tables.
    """
    today = local_day(SQL("%s::timestamp", now), unknown_zones)
    return SQL(
        """
        SELECT %(columns)s
          FROM playbook_transition stay
          JOIN crm_lead lead
            ON lead.id = stay.lead_id AND lead.stage_id = stay.to_stage_id
          JOIN crm_stage stage ON stage.id = stay.to_stage_id
          %(calendar)s
          %(joins)s
         WHERE stay.date_left IS NULL
           AND lead.active
           AND lead.type = 'opportunity'
           AND lead.won_status = 'pending'
           AND %(today)s - %(entered)s
               >= COALESCE(NULLIF(stage.rotting_threshold_days, 0), %(delay_days)s)
           AND NOT EXISTS (%(planned)s)
           AND NOT EXISTS (
                SELECT FROM sale_order sale
                 WHERE sale.opportunity_id = lead.id AND sale.state = 'sale'
               )
           AND %(condition)s
        """,
        columns=columns or SQL("lead.id"),
        joins=joins or SQL(),
        calendar=calendar_of(lead_company("lead")),
        today=today,
        entered=stale_since(unknown_zones),
        delay_days=delay_days,
        planned=_planned_later(today),
        condition=condition or SQL("TRUE"),
    )


def _planned_later(today):
    """Something to do for the row ``lead`` on a later day, but not a far one."""
    return SQL(
        """
        SELECT FROM mail_activity activity
         WHERE activity.res_model = 'crm.lead'
           AND activity.res_id = lead.id
           AND activity.active
           AND activity.date_deadline > %(today)s
           AND activity.date_deadline <= %(today)s + %(planned_days)s
        """,
        today=today,
        planned_days=PLANNED_DAYS,
    )


def stale_since(unknown_zones=()):
    """The day on which the row ``stay`` began, for the opportunity that ``lead`` is."""
    return local_day(opportunity_since("lead", "stay"), unknown_zones)


def days_stale(now, unknown_zones=()):
    """Whole days that the row ``stay`` has lasted."""
    return SQL(
        "(%s - %s)",
        local_day(SQL("%s::timestamp", now), unknown_zones),
        stale_since(unknown_zones),
    )
