"""How records are enrolled, in SQL."""

from odoo.tools import SQL

# So often within one day for the same record, and something goes round in circles.
LOOP = 5


def known(workflow_id, column, record, occurrence, *, simulated, reentry, over_before):
    """The enrollments because of which a record does not enter (again).

    :param column: the enrollment's column of the record.
    :param record: the record's id, ``occurrence`` that of the occasion: expressions.
    :param reentry: see the field of that name; ``over_before`` is the moment before
        which the last time was over, where it is to begin again.
    """
    asked = {
        "once": SQL("TRUE"),
        "repeat": SQL(
            """
            known.occurrence = %s
            AND (known.state <> 'done' OR known.date_ended > %s)
            """,
            occurrence,
            over_before,
        ),
    }.get(reentry, SQL("known.occurrence = %s", occurrence))
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
                   1 + past.same, found.user_id, found.company_id,
                   CASE WHEN past.loops THEN 'quarantined' ELSE %(state)s END,
                   %(step_id)s::integer,
                   CASE WHEN NOT past.loops THEN found.next_date END,
                   CASE WHEN past.loops THEN %(looped)s END,
                   %(simulated)s, FALSE, %(now)s, 0
              FROM (%(found)s) found
        CROSS JOIN LATERAL (%(past)s) past
       ON CONFLICT DO NOTHING
         RETURNING id, lead_id, partner_id, order_id, occurrence, user_id
        ),
        told AS (%(told)s)
        SELECT COUNT(*) AS entered FROM entered
        """,
        found=found,
        past=_past(values),
        told=_told(values),
        **values,
    )


def _past(values):
    """How often the row ``found`` entered before for the same occasion, and whether it
    has entered too often today.
    """
    return SQL(
        """
        SELECT COUNT(*) FILTER (WHERE former.occurrence = found.occurrence) AS same,
               %(state)s = 'waiting'
               AND COUNT(*) FILTER (WHERE former.date_entered
                                          > %(now)s - INTERVAL '1 day') >= %(loop)s
                   AS loops
          FROM playbook_enrollment former
         WHERE former.workflow_id = %(workflow_id)s
           AND former.%(column)s = found.record_id
           AND former.simulated = %(simulated)s
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
