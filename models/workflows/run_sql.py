"""How a run of a workflow claims, writes down and moves on, in SQL."""

from odoo.tools import SQL

from .playbook_workflow_step import ASKING, MAIL

# After how many hours another try comes by itself; then somebody must look at it.
RETRY_HOURS = (1, 24)
RETRIES = len(RETRY_HOURS)


def taken_from(workflow_id, since):
    """What people have been asked by a workflow, its backlog apart; an e-mail that only
    waits to be sent asks nobody.

    :param workflow_id: None for all workflows.
    :return: a query with the rows ``(user_id, date)``, from ``since`` on.
    """
    return SQL(
        """
        SELECT event.user_id, event.date
          FROM playbook_workflow_event event
          JOIN playbook_enrollment enrollment ON enrollment.id = event.enrollment_id
         WHERE event.date >= %(since)s
           AND event.state IN ('planned', 'finished', 'cancelled')
           AND NOT enrollment.limit_lifted
           AND NOT EXISTS (
                SELECT FROM playbook_customer_mail mail
                 WHERE mail.enrollment_id = event.enrollment_id
                   AND mail.step_id = event.step_id AND mail.mode = 'send')
           %(narrowed)s
        """,
        since=since,
        narrowed=SQL("AND enrollment.workflow_id = %s", workflow_id)
        if workflow_id
        else SQL(),
    )


def asks_somebody():
    """Whether the row ``step`` asks something of a person: an e-mail that is announced
    does.
    """
    return SQL(
        "(step.kind = ANY(%s) OR (step.kind = %s AND step.mail_mode <> 'send'))",
        list(ASKING),
        MAIL,
    )


def goes_out():
    """Whether the row ``mail`` is sent when its day comes, or tried again."""
    return SQL(
        "(mail.state = 'announced'"
        " OR mail.state = 'failed' AND mail.tries BETWEEN 1 AND %s)",
        RETRIES,
    )


def due_workflows(now):
    """The workflows that have something due, the longest due first, and whether some of
    it asks nobody for anything (or was taken from the backlog), asks somebody, or
    writes to customers.

    So that what only waits for its turn is not looked for by those that give none.
    """
    return SQL(
        """
        SELECT workflow_id, BOOL_OR(free) AS free, BOOL_OR(limited) AS limited,
               BOOL_OR(writes) AS writes
          FROM (
            SELECT workflow.id AS workflow_id, enrollment.next_date AS date,
                   step.kind <> %(mail)s
                   AND (enrollment.limit_lifted OR NOT %(asks)s) AS free,
                   NOT enrollment.limit_lifted AND %(asks)s AS limited,
                   step.kind = %(mail)s
                   AND (enrollment.limit_lifted OR NOT %(asks)s) AS writes
              FROM playbook_enrollment enrollment
              JOIN playbook_workflow workflow ON workflow.id = enrollment.workflow_id
              JOIN playbook_workflow_step step ON step.id = enrollment.step_id
             WHERE enrollment.state IN ('waiting', 'running')
               AND enrollment.next_date IS NOT NULL
               AND enrollment.next_date <= %(now)s AND %(acts)s
         UNION ALL
            SELECT workflow.id, mail.date_due, FALSE, FALSE, TRUE
              FROM playbook_customer_mail mail
              JOIN playbook_workflow workflow ON workflow.id = mail.workflow_id
              JOIN playbook_enrollment enrollment
                ON enrollment.id = mail.enrollment_id
               AND enrollment.state IN ('waiting', 'running')
             WHERE %(goes_out)s AND mail.date_due <= %(now)s AND %(acts)s
               ) due
      GROUP BY workflow_id
      ORDER BY MIN(date)
        """,
        now=now,
        mail=MAIL,
        asks=asks_somebody(),
        goes_out=goes_out(),
        acts=SQL(
            "workflow.active AND workflow.mode IN ('pilot', 'live')"
            " AND (workflow.next_work_date IS NULL OR workflow.next_work_date <= %s)",
            now,
        ),
    )


def claim(due, *, batch):
    """Lock the next ``batch`` of what is due and asks nobody for anything, or was taken
    from the backlog on purpose.
    """
    return SQL(
        "%s ORDER BY enrollment.next_date, enrollment.id LIMIT %s"
        " FOR UPDATE OF enrollment SKIP LOCKED",
        due,
        batch,
    )


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
      ORDER BY due.worth DESC, due.since, due.enrollment_id
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


def tell(rows, done, step, states, *, now, written, uid):
    """Write into the history what ``step`` has done for ``rows``.

    :param done: a dictionary from ``enrollment_id`` to what was done; see
        :class:`.playbook_workflow_step_run.Done`.
    :param states: of the events, one for each row.
    :param written: the moment at which activities were written: what is written later,
        somebody has changed.
    """
    own = (
        *("enrollment_id", "lead_id", "partner_id", "order_id", "occurrence"),
        *("user_id", "stands_in_for_id", "activity_id"),
    )
    columns = [_column(rows, done, name) for name in own]
    return SQL(
        """
        INSERT INTO playbook_workflow_event (
            create_uid, create_date, write_uid, write_date, step_id, step_name, date,
            enrollment_id, lead_id, partner_id, order_id, occurrence, user_id,
            stands_in_for_id, activity_id, detail, state
        )
        SELECT %(uid)s, %(written)s, %(uid)s, %(written)s, %(step_id)s, %(name)s,
               %(now)s, told.*
          FROM unnest(%(columns)s, %(details)s::text[], %(states)s::text[]) told
        """,
        uid=uid,
        now=now,
        written=written,
        step_id=step.id,
        name=step.summary,
        columns=SQL(", ").join(SQL("%s::integer[]", column) for column in columns),
        details=[done[row["enrollment_id"]].detail for row in rows],
        states=states,
    )


def _column(rows, done, name):
    if name == "activity_id":
        return [done[row["enrollment_id"]].activity_id for row in rows]
    if name == "user_id":
        return [done[row["enrollment_id"]].user_id or row["user_id"] for row in rows]
    return [row[name] for row in rows]


def move_on(places, step_id, now, uid):
    """The enrollments have done their step: ``step_id`` comes next.

    :param places: tuples of the id, whose it is, and when the next step is due.
    :param step_id: None: nothing more comes.
    """
    ids, people, due = zip(*places, strict=True)
    return SQL(
        """
        UPDATE playbook_enrollment
           SET state = 'running', step_id = %(step_id)s::integer,
               next_date = taken.due, date_taken = COALESCE(date_taken, %(now)s),
               user_id = taken.user_id, tries = 0, error = NULL,
               error_kind = NULL, date_failed = NULL, held_reason = NULL,
               held_since = NULL,
               write_uid = %(uid)s, write_date = %(now)s
          FROM unnest(%(ids)s::integer[], %(people)s::integer[], %(due)s::timestamp[])
               taken (id, user_id, due)
         WHERE taken.id = playbook_enrollment.id
        """,
        now=now,
        uid=uid,
        step_id=step_id,
        ids=list(ids),
        people=list(people),
        due=list(due),
    )


def close_done(ids, now):
    """Those of the enrollments are done for which nothing more comes, and of which
    nobody is still asked for anything.
    """
    return SQL(
        """
        UPDATE playbook_enrollment
           SET state = 'done', ending = 'finished', date_ended = %(now)s
         WHERE id = ANY(%(ids)s)
           AND state IN ('waiting', 'running')
           AND step_id IS NULL
           AND NOT EXISTS (
                SELECT FROM playbook_workflow_event event
                 WHERE event.enrollment_id = playbook_enrollment.id
                   AND event.state = 'planned')
        """,
        now=now,
        ids=list(ids),
    )
