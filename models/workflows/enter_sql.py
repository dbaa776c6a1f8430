"""How records are enrolled, in SQL."""

from odoo.tools import SQL

# So often within one day for the same record, and something goes round in circles.
LOOP = 5


def known(
    workflow_id,
    column,
    record,
    occurrence,
    *,
    drifts=False,
    simulated,
    reentry,
    over_before,
):
    """The enrollments because of which a record does not enter (again).

    :param column: the enrollment's column of the record.
    :param record: the record's id, ``occurrence`` that of the occasion: expressions.
    :param drifts: whether the occasion's number changes: then any is the same while
        one is open.
    :param reentry: see the field of that name; ``over_before`` is the moment before
        which the last time was over, where it is to begin again.
    """
    same = SQL("known.occurrence = %s", occurrence)
    if drifts:
        same = SQL("(%s OR known.state NOT IN ('done', 'cancelled'))", same)
    asked = {
        "once": SQL("TRUE"),
        "repeat": SQL(
            "%s AND (known.state <> 'done' OR known.date_ended > %s)", same, over_before
        ),
    }.get(reentry, same)
    return SQL(
        """
        SELECT FROM playbook_enrollment known
         WHERE known.workflow_id = %s AND known.%s = %s AND known.simulated = %s
           AND %s
        """,
        workflow_id,
        column,
        record,
        simulated,
        asked,
    )


def enter(found, values):
    """Enroll what is found; in simulation, write the history too.

    What enters too often within a day is put into quarantine at once.

    :param found: a query with the columns ``record_id, occurrence, user_id, company_id,
        next_date``.
    :param values: ``column`` of the record, ``workflow_id, step_id, state, simulated,
        looped`` (why it is in quarantine), ``now, uid``.
    """
    return SQL(
        """
        WITH entered AS (
            INSERT INTO playbook_enrollment (
                create_uid, create_date, write_uid, write_date,
                workflow_id, %(column)s, occurrence, round, user_id, company_id,
                state, step_id, next_date, error,
                simulated, limit_lifted, date_entered, tries
            )
            SELECT %(uid)s, %(now)s, %(uid)s, %(now)s,
                   %(workflow_id)s, found.record_id, found.occurrence,
                   1 + COALESCE(past.rounds, 0), found.user_id, found.company_id,
                   CASE WHEN today.loops THEN 'quarantined' ELSE %(state)s END,
                   %(step_id)s::integer,
                   CASE WHEN today.loops THEN NULL ELSE found.next_date END,
                   CASE WHEN today.loops THEN %(looped)s END,
                   %(simulated)s, FALSE, %(now)s, 0
              FROM (%(found)s) found
         LEFT JOIN (%(past)s) past
                ON past.record_id = found.record_id
               AND past.occurrence = found.occurrence
         LEFT JOIN (%(today)s) today ON today.record_id = found.record_id
       ON CONFLICT DO NOTHING
         RETURNING id, lead_id, partner_id, order_id, occurrence, user_id
        ),
        told AS (%(told)s)
        SELECT COUNT(*) AS entered FROM entered
        """,
        found=found,
        past=_past(values),
        today=_today(values),
        told=_told(values),
        **values,
    )


def _past(values):
    """How often each record was followed up for the same occasion before.

    Aggregated first: row by row, PostgreSQL may read the whole table for each of many.
    """
    return SQL(
        """
        SELECT former.%(column)s AS record_id, former.occurrence,
               MAX(former.round) AS rounds
          FROM playbook_enrollment former
         WHERE former.workflow_id = %(workflow_id)s
           AND former.simulated = %(simulated)s
           AND former.state = 'done'
           AND %(repeats)s
      GROUP BY former.%(column)s, former.occurrence
        """,
        **values,
    )


def _today(values):
    """Which records have entered too often within a day."""
    return SQL(
        """
        SELECT former.%(column)s AS record_id,
               %(state)s = 'waiting' AND COUNT(*) >= %(loop)s AS loops
          FROM playbook_enrollment former
         WHERE former.workflow_id = %(workflow_id)s
           AND former.simulated = %(simulated)s
           AND former.date_entered > %(now)s - INTERVAL '1 day'
      GROUP BY former.%(column)s
        """,
        loop=LOOP,
        **values,
    )


def _told(values):
    """The history of what a simulation has entered: all steps at once."""
    return SQL(
        """
        INSERT INTO playbook_workflow_event (
            create_uid, create_date, write_uid, write_date,
            enrollment_id, lead_id, partner_id, order_id, occurrence, user_id,
            step_id, state, date
        )
        SELECT %(uid)s, %(now)s, %(uid)s, %(now)s,
               entered.id, entered.lead_id, entered.partner_id, entered.order_id,
               entered.occurrence, entered.user_id, step.id, 'simulated', %(now)s
          FROM entered
          JOIN playbook_workflow_step step
            ON step.workflow_id = %(workflow_id)s AND %(simulated)s
        """,
        **values,
    )


def count_entered_since(workflow_id, moment):
    """How many were taken up since, those of the backlog apart."""
    return SQL(
        """
        SELECT COUNT(*) FROM playbook_enrollment
         WHERE workflow_id = %s AND date_entered > %s
           AND NOT simulated AND NOT limit_lifted AND state <> 'backlog'
        """,
        workflow_id,
        moment,
    )
