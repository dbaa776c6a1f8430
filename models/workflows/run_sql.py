"""How a run of a workflow enrolls, claims and writes down, in SQL."""

from odoo.tools import SQL


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
        SELECT COUNT(*) AS entered FROM entered
        """,
        stays=stays,
        **values,
    )


def taken_from(workflow_id, since):
    """What people have got from a workflow, its backlog apart.

    :param workflow_id: None for all workflows.
    :return: a query with the rows ``(user_id, date)``, from ``since`` on.
    """
    return SQL(
        """
        SELECT enrollment.user_id, enrollment.date_taken
          FROM playbook_enrollment enrollment
         WHERE enrollment.date_taken >= %(since)s
           AND NOT enrollment.simulated
           AND NOT enrollment.limit_lifted
           %(narrowed)s
        """,
        since=since,
        narrowed=SQL("AND enrollment.workflow_id = %s", workflow_id)
        if workflow_id
        else SQL(),
    )


def claim(due, *, batch):
    """Lock the next ``batch`` of what was taken from the backlog on purpose."""
    return SQL("%s LIMIT %s FOR UPDATE OF enrollment SKIP LOCKED", due, batch)


def claim_within_limit(due, used, used_in_all, *, limit, limit_in_all, batch):
    """Lock the next ``batch`` of what waits, the most valuable of each person first.

    :param due: a query as of ``_due_sql``; it tells each row's ``place`` in the turn.
    :param used: a query as of ``res.users._get_automatic_taken_sql``, of this workflow.
    :param used_in_all: the same of everything that comes by itself.
    :param limit: how many a person gets from this workflow on one day.
    :param limit_in_all: how many a person gets by itself on one day.
    """
    return SQL(
        """
        WITH due AS MATERIALIZED (%(due)s),
        used AS (%(used)s),
        used_in_all AS (%(used_in_all)s)
        SELECT due.*
          FROM playbook_enrollment enrollment
          JOIN due ON due.enrollment_id = enrollment.id
     LEFT JOIN used ON used.user_id = due.user_id
     LEFT JOIN used_in_all ON used_in_all.user_id = due.user_id
         WHERE due.place <= LEAST(
                   %(limit)s - COALESCE(used.taken, 0),
                   %(limit_in_all)s - COALESCE(used_in_all.taken, 0))
      ORDER BY due.worth DESC, due.entered, due.lead_id
         LIMIT %(batch)s
           FOR UPDATE OF enrollment SKIP LOCKED
        """,
        due=due,
        used=used,
        used_in_all=used_in_all,
        limit=limit,
        limit_in_all=limit_in_all,
        batch=batch,
    )


def tell_planned(rows, activities, step_id, now, written, uid):
    """Write into the ledger what ``step_id`` has made for ``rows``.

    :param activities: a dictionary from the id of a lead to that of its activity.
    :param written: the moment at which these were written: what is written later,
        somebody has changed.
    """
    columns = ("enrollment_id", "lead_id", "occurrence", "user_id", "stands_in_for_id")
    return SQL(
        """
        INSERT INTO playbook_workflow_event (
            create_uid, create_date, write_uid, write_date, step_id, state, date,
            enrollment_id, lead_id, occurrence, user_id, stands_in_for_id, activity_id
        )
        SELECT %(uid)s, %(written)s, %(uid)s, %(written)s,
               %(step_id)s, 'planned', %(now)s, told.*
          FROM unnest(%(columns)s, %(activities)s::integer[]) told
        """,
        uid=uid,
        now=now,
        written=written,
        step_id=step_id,
        columns=SQL(", ").join(
            SQL("%s::integer[]", [row[column] for row in rows]) for column in columns
        ),
        activities=[activities[row["lead_id"]] for row in rows],
    )


def mark_running(rows, now, uid):
    """The enrollments of ``rows`` have been taken up, for whom the rows tell."""
    return SQL(
        """
        UPDATE playbook_enrollment
           SET state = 'running', date_taken = %(now)s, user_id = taken.user_id,
               write_uid = %(uid)s, write_date = %(now)s
          FROM unnest(%(ids)s::integer[], %(users)s::integer[]) taken (id, user_id)
         WHERE taken.id = playbook_enrollment.id
        """,
        now=now,
        uid=uid,
        ids=[row["enrollment_id"] for row in rows],
        users=[row["user_id"] for row in rows],
    )
