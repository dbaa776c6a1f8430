"""Which opportunities are stale, and what a workflow does with them, in SQL.

The list of stale opportunities, the figures of Getting Started and the scheduled action
all ask :func:`stale_stays`, so that they cannot come to different answers.
"""

from odoo.tools import SQL

from ..standards.transition_sql import calendar_of, lead_company, local_day

# An activity planned for later than this does not keep a deal from being stale.
PLANNED_DAYS = 30


def stale_stays(
    delay_days, now, unknown_zones=(), condition=None, columns=None, joins=None
):
    """The open stays of opportunities that have not moved for long.

    After how many whole days of its company's time zone a deal is stale says its stage,
    and where that says nothing (0), ``delay_days``. A deal with an activity planned for
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
        entered=local_day(SQL("stay.date"), unknown_zones),
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


def days_stale(now, unknown_zones=()):
    """Whole days that the row ``stay`` has lasted."""
    return SQL(
        "(%s - %s)",
        local_day(SQL("%s::timestamp", now), unknown_zones),
        local_day(SQL("stay.date"), unknown_zones),
    )


def enter(stays, values):
    """Enroll the stays that have not been; in simulation, write the ledger too.

    :param stays: a query with the columns ``lead_id, occurrence, user_id``.
    :param values: ``workflow_id, state, simulated, now, uid``.
    """
    return SQL(
        """
        WITH entered AS (
            INSERT INTO playbook_enrollment (
                create_uid, create_date, write_uid, write_date,
                workflow_id, lead_id, occurrence, user_id,
                state, simulated, limit_lifted, date_entered
            )
            SELECT %(uid)s, %(now)s, %(uid)s, %(now)s,
                   %(workflow_id)s, stays.lead_id, stays.occurrence, stays.user_id,
                   %(state)s, %(simulated)s, FALSE, %(now)s
              FROM (%(stays)s) stays
       ON CONFLICT DO NOTHING
         RETURNING id, lead_id, occurrence, user_id
        ),
        told AS (
            INSERT INTO playbook_workflow_event (
                create_uid, create_date, write_uid, write_date,
                enrollment_id, lead_id, occurrence, user_id, step_id, state, date
            )
            SELECT %(uid)s, %(now)s, %(uid)s, %(now)s,
                   entered.id, entered.lead_id, entered.occurrence, entered.user_id,
                   step.id, 'simulated', %(now)s
              FROM entered
              JOIN playbook_workflow_step step
                ON step.workflow_id = %(workflow_id)s AND %(simulated)s
        )
        SELECT COUNT(*) FROM entered
        """,
        stays=stays,
        **values,
    )


def taken_today(workflow_id, now, unknown_zones=()):
    """How many each person has got today from a workflow, its backlog apart.

    :return: a query with the rows ``(user_id, taken)``; the day is that of the person's
        company.
    """
    return SQL(
        """
        SELECT enrollment.user_id, COUNT(*) AS taken
          FROM playbook_enrollment enrollment
          JOIN res_users salesperson ON salesperson.id = enrollment.user_id
          %(calendar)s
         WHERE enrollment.workflow_id = %(workflow_id)s
           AND NOT enrollment.simulated
           AND NOT enrollment.limit_lifted
           AND enrollment.date_taken > %(now)s::timestamp - INTERVAL '2 days'
           AND %(taken_on)s = %(today)s
      GROUP BY enrollment.user_id
        """,
        calendar=calendar_of(SQL("salesperson.company_id")),
        workflow_id=workflow_id,
        now=now,
        taken_on=local_day(SQL("enrollment.date_taken"), unknown_zones),
        today=local_day(SQL("%s::timestamp", now), unknown_zones),
    )


def claim(due, *, batch):
    """Lock the next ``batch`` of what was taken from the backlog on purpose."""
    return SQL("%s LIMIT %s FOR UPDATE OF enrollment SKIP LOCKED", due, batch)


def claim_within_limit(due, used, *, limit, batch):
    """Lock the next ``batch`` of what waits, the most valuable of each person first.

    :param due: a query as of ``_due_sql``; it tells each row's ``place`` in the turn.
    :param used: a query as of :func:`taken_today`.
    :param limit: how many a person gets on one day.
    """
    return SQL(
        """
        WITH due AS MATERIALIZED (%(due)s),
        used AS (%(used)s)
        SELECT due.*
          FROM playbook_enrollment enrollment
          JOIN due ON due.enrollment_id = enrollment.id
     LEFT JOIN used ON used.user_id = due.user_id
         WHERE enrollment.state = 'waiting'
           AND due.place <= %(limit)s - COALESCE(used.taken, 0)
      ORDER BY due.worth DESC, due.entered, due.lead_id
         LIMIT %(batch)s
           FOR UPDATE OF enrollment SKIP LOCKED
        """,
        due=due,
        used=used,
        limit=limit,
        batch=batch,
    )
