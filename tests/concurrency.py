"""Run in an Odoo shell by test_workflows_concurrency; prints one JSON line.

``CONCURRENCY`` names what to do: a function below. ``START`` is the moment, in seconds
since 1970, at which the processes that run side by side begin.
"""

import json
import os
import signal
import sys
import threading
import time

from psycopg2 import errors

MARK = "PROCESS-RESULT "
COUNT = 300
BATCH = 20
STALE = [("name", "like", "Concurrent")]


def prepare(env):
    """Stale opportunities of two people, backlog of a live workflow, to be taken."""
    env["playbook.workflow"].search([]).write({"active": False})
    group = env.ref("sales_team.group_sale_salesman")
    users = env["res.users"].create(
        [
            {"name": login, "login": login, "group_ids": [(4, group.id)]}
            for login in ("concurrent_a", "concurrent_b")
        ]
    )
    stage = env["crm.stage"].search([("is_won", "=", False)], limit=1)
    env["crm.lead"].create(
        [
            {
                "name": f"Concurrent {number}",
                "type": "opportunity",
                "user_id": users[number % 2].id,
                "stage_id": stage.id,
                "date_last_stage_update": "2020-01-01 00:00:00",
            }
            for number in range(COUNT)
        ]
    )
    workflow = env["playbook.workflow"].create(
        {
            "name": "Concurrent",
            "domain": str(STALE),
            "step_ids": [(0, 0, {"summary": "Call"})],
        }
    )
    workflow.with_user(env.ref("base.user_admin")).mode = "live"
    return {"taken": workflow._take_backlog()}


def run(env):
    """The scheduled action, in small batches, so that many of them meet."""
    _wait()
    env["playbook.workflow"]._cron_run_lane(batch=BATCH, scan=True)
    return {}


def die(env):
    """The scheduled action, killed in the middle of its fourth batch."""
    Workflow = type(env["playbook.workflow"])
    carry_out = Workflow._carry_out
    calls = []

    def dying(self, step, rows):
        carry_out(self, step, rows)
        calls.append(len(rows))
        if len(calls) == 4:
            os.kill(os.getpid(), signal.SIGKILL)

    Workflow._carry_out = dying
    return run(env)


def save(env):
    """Somebody who edits one opportunity after another, as fast as the server allows.

    A save that Odoo would have the browser repeat is counted and repeated.
    """
    leads = env["crm.lead"].search(STALE)
    env.cr.commit()
    _wait()
    repeated = 0
    for lead in leads:
        while True:
            try:
                lead.write({"description": "saved", "expected_revenue": lead.id})
                env.cr.commit()
                break
            except errors.SerializationFailure:
                env.cr.rollback()
                repeated += 1
    return {"repeated": repeated}


def check(env):
    leads = env["crm.lead"].search(STALE)
    activities = env["mail.activity"].search(
        [("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
    )
    enrollments = env["playbook.enrollment"].search([("lead_id", "in", leads.ids)])
    return {
        "leads": len(leads),
        "activities": len(activities),
        "leads with activity": len(set(activities.mapped("res_id"))),
        "states": sorted(set(enrollments.mapped("state"))),
        "events": len(enrollments.event_ids),
        "saved": len(leads.filtered(lambda lead: lead.expected_revenue == lead.id)),
    }


def _wait():
    left = float(os.environ.get("START", "0")) - time.time()
    threading.Event().wait(max(left, 0))


def main(env):
    steps = {step.__name__: step for step in (prepare, run, die, save, check)}
    result = steps[os.environ["CONCURRENCY"]](env)
    env.cr.commit()
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


# The shell brings it.
main(globals()["env"])
