"""Which opportunities are stale, in SQL.

The list of stale opportunities, the figures of Getting Started and the scheduled action
all ask :func:`stale`, so that they cannot come to different answers.
"""

from odoo.tools import SQL

from ..standards.transition_sql import (
    calendar_of,
    lead_company,
    local_day,
    opportunity_since,
)
from .targets import OPPORTUNITY
from .trigger_sql import Trigger, days_passed, open_record

# An activity planned for later than this does not keep a deal from being stale.
PLANNED_DAYS = 30


def stale(now, delay, working=None, unknown_zones=()):
    """An open opportunity that has not moved for long.

    After how many whole days of its company's time zone a deal is stale says its stage,
    and where that says nothing (0), ``delay``; a lead counts from its conversion on. A
    deal with an activity planned for a later day is not stale, one whose order is
    confirmed never. The occasion is its open stay in the stage.

    :param now: the moment to look from, naive UTC.
    :param delay: days, a number or an SQL expression.
    :param working: see :func:`.trigger_sql.days_passed`.
    """
    since = local_day(opportunity_since("lead", "stay"), unknown_zones)
    today = local_day(SQL("%s::timestamp", now), unknown_zones)
    delay = SQL("COALESCE(NULLIF(stage.rotting_threshold_days, 0), %s)", delay)
    return Trigger(
        source=SQL(
            """
            playbook_transition stay
            JOIN crm_lead lead
              ON lead.id = stay.lead_id AND lead.stage_id = stay.to_stage_id
            JOIN crm_stage stage ON stage.id = stay.to_stage_id
            %s
            """,
            calendar_of(lead_company("lead")),
        ),
        matches=SQL(
            """
            stay.date_left IS NULL
            AND %(open)s
            AND %(passed)s
            AND NOT EXISTS (%(planned)s)
            """,
            open=open_record(OPPORTUNITY),
            passed=days_passed(since, delay, working, now, unknown_zones),
            planned=_planned_later(today),
        ),
        over=SQL(
            "CASE WHEN stay.id IS NULL THEN 'gone'"
            " WHEN stay.date_left IS NOT NULL THEN COALESCE(stay.ending, 'moved') END"
        ),
        occasion=SQL(
            "LEFT JOIN playbook_transition stay ON stay.id = enrollment.occurrence"
        ),
        occurrence=SQL("stay.id"),
        since=since,
    )


def stale_leads(now, delay, unknown_zones=(), condition=None):
    """A query for the ids of the opportunities that are stale.

    :param condition: narrows them further; for the rows of :func:`stale`.
    """
    trigger = stale(now, delay, unknown_zones=unknown_zones)
    return SQL(
        "SELECT lead.id FROM %s WHERE %s AND %s",
        trigger.source,
        trigger.matches,
        condition or SQL("TRUE"),
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
