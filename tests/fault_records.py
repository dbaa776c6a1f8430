"""The deals that faults.py lets workers follow up, and what must be true of them."""

from odoo.tools import SQL

PEOPLE = 20
# Each so many leads one cannot be followed up: several in every batch.
POISONED = 50
MERGED = 4
LEADS = [("name", "like", "Fault")]
STALE_SINCE = "2020-01-01 00:00:00"
COUNTS = """
WITH fault AS (
    SELECT enrollment.id, enrollment.state, enrollment.step_id, enrollment.lead_id,
           lead.name, lead.description
      FROM playbook_enrollment enrollment
      JOIN crm_lead lead ON lead.id = enrollment.lead_id
      JOIN playbook_workflow workflow
        ON workflow.id = enrollment.workflow_id
     WHERE workflow.active
),
done AS (
    SELECT fault.id, COUNT(event.id) AS events,
           COUNT(DISTINCT event.step_id) AS steps,
           COUNT(DISTINCT activity.id) AS activities
      FROM fault
 LEFT JOIN playbook_workflow_event event
        ON event.enrollment_id = fault.id
 LEFT JOIN mail_activity activity ON activity.id = event.activity_id
  GROUP BY fault.id
)
SELECT COUNT(*) AS enrollments,
       COUNT(*) FILTER (WHERE state = 'running') AS running,
       COUNT(*) FILTER (WHERE state = 'waiting') AS waiting,
       COUNT(*) FILTER (WHERE state = 'running'
                          AND step_id IS NOT NULL) AS unfinished,
       COUNT(*) FILTER (WHERE state = 'cancelled') AS cancelled,
       COUNT(*) FILTER (WHERE state = 'quarantined') AS quarantined,
       COUNT(*) FILTER (WHERE name LIKE 'Fault Poison%%'
                          AND state <> 'quarantined') AS poison_missed,
       COUNT(*) FILTER (WHERE name NOT LIKE 'Fault Poison%%'
                          AND state = 'quarantined') AS others_hurt,
       COUNT(*) FILTER (WHERE done.events <> done.steps
                           OR state IN ('running', 'waiting')
                          AND done.activities <> done.events
                           OR state = 'running' AND step_id IS NULL
                          AND done.events <> 2)
           AS doubled_or_lost,
       COUNT(*) FILTER (
           WHERE name NOT LIKE 'Fault merge%%' AND name NOT LIKE 'Fault kept%%'
             AND (description IS NULL
                  OR description NOT LIKE '%%saved ' || lead_id || '%%'))
           AS saves_lost
  FROM fault JOIN done ON done.id = fault.id
"""


def prepare(env, count, options):
    """Stale deals of :data:`PEOPLE`, all due; what was there before is gone.

    :param options: ``limit``: how many a person gets in a day, else the backlog is
        taken whole; ``poisoned``: some cannot be followed up, some are merged.
    """
    env["playbook.workflow"].search([]).write({"active": False})
    forget(env)
    make_leads(env, count, options.get("poisoned"))
    limit = options.get("limit")
    workflow = env["playbook.workflow"].create(
        {
            "name": "Fault",
            "domain": str(LEADS),
            "daily_limit": min(limit or 10, 1000),
            "entry_limit": 0,
            "step_ids": [
                (0, 0, {"summary": "Call", "sequence": 1}),
                (0, 0, {"summary": "Write", "sequence": 2}),
            ],
        }
    )
    env["ir.config_parameter"].set_param("crm_playbook.daily_limit", limit or 10)
    workflow.with_user(env.ref("base.user_admin")).mode = "live"
    if limit:
        env.cr.execute(
            SQL(
                "UPDATE playbook_enrollment SET state = 'waiting', next_date = NOW()"
                " AT TIME ZONE 'UTC' - INTERVAL '1 minute' WHERE workflow_id = %s",
                workflow.id,
            )
        )
        env.invalidate_all()
    else:
        workflow._take_backlog()
    env.cr.commit()
    env.cr.execute("ANALYZE playbook_enrollment")
    return workflow.id


def forget(env):
    """Delete what the round before has left, the fast way."""
    env.flush_all()
    ids = SQL("SELECT id FROM crm_lead WHERE name LIKE 'Fault%%'")
    for table in ("mail_activity", "mail_followers", "mail_message"):
        model = SQL.identifier("model" if table == "mail_message" else "res_model")
        env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s = 'crm.lead' AND res_id IN (%s)",
                SQL.identifier(table),
                model,
                ids,
            )
        )
    env.cr.execute(SQL("DELETE FROM crm_lead WHERE id IN (%s)", ids))
    env.invalidate_all()


def make_leads(env, count, poisoned):
    users = make_people(env)
    stage = env["crm.stage"].search([("is_won", "=", False)], limit=1)
    env["crm.lead"].with_context(tracking_disable=True).create(
        [
            {
                "name": name(number, poisoned),
                "type": "opportunity",
                "user_id": users[number % PEOPLE].id,
                "expected_revenue": number % 997,
                "stage_id": stage.id,
                "date_last_stage_update": STALE_SINCE,
            }
            for number in range(count)
        ]
    )


def name(number, poisoned):
    if poisoned and not number % POISONED:
        return f"Fault Poison {number}"
    if poisoned and number % POISONED < MERGED:
        return f"Fault merge {number}"
    return f"Fault {number}"


def make_people(env):
    group = env.ref("sales_team.group_sale_salesman")
    logins = [f"fault_{number}" for number in range(PEOPLE)]
    found = env["res.users"].search([("login", "in", logins)], order="id")
    return found or env["res.users"].create(
        [
            {"name": login, "login": login, "group_ids": [(4, group.id)]}
            for login in logins
        ]
    )


def due(env):
    """Whether something is left that a lane could do now."""
    workflow = env["playbook.workflow"].search([("name", "=", "Fault")])
    env.cr.commit()
    queries = [
        SQL("SELECT COUNT(*) FROM (%s) due", query)
        for query in (
            workflow._due_sql(condition=SQL("enrollment.limit_lifted")),
            unlocked(workflow._within_limit_sql(1)),
        )
    ]
    return any(env.execute_query(query)[0][0] for query in queries)


def unlocked(query):
    """The same without claiming anything."""
    code = query.code.replace("FOR UPDATE OF enrollment SKIP LOCKED", "")
    return SQL(code, *query.params)


def check(env, saved=False):
    """What is there: how many of each, and how many are wrong.

    :param saved: whether somebody has saved every deal meanwhile.
    """
    [counts] = env.execute_query_dict(SQL(COUNTS))
    if not saved:
        counts["saves_lost"] = 0
    counts["strays"] = count_strays(env)
    counts["mails"] = env["mail.mail"].search_count([("model", "=", "crm.lead")])
    counts["most_for_one"] = count_most(env)
    return counts


def count_strays(env):
    """Open activities of the workflow that its history does not know."""
    [(strays,)] = env.execute_query(
        SQL(
            """
            SELECT COUNT(*) FROM mail_activity activity
              JOIN crm_lead lead ON lead.id = activity.res_id
             WHERE activity.res_model = 'crm.lead'
               AND activity.summary IN ('Call', 'Write')
               AND lead.name LIKE 'Fault%%'
               AND NOT EXISTS (SELECT FROM playbook_workflow_event event
                                WHERE event.activity_id = activity.id)
            """
        )
    )
    return strays


def count_most(env):
    """How many one person got at most."""
    [(most,)] = env.execute_query(
        SQL(
            """
            SELECT COALESCE(MAX(counted.times), 0)
              FROM (SELECT COUNT(*) AS times
                      FROM playbook_workflow_event event
                      JOIN playbook_enrollment enrollment
                        ON enrollment.id = event.enrollment_id
                      JOIN playbook_workflow workflow
                        ON workflow.id = enrollment.workflow_id
                     WHERE workflow.active
                  GROUP BY event.user_id) counted
            """
        )
    )
    return most
