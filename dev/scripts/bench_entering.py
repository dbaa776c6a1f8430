"""Run in an Odoo shell: what looking costs, and that nothing is lost by it; prints one
JSON line. The last of ``BENCH_COUNTS`` says how many leads are due.
"""

import os

from bench_measure import counts, measure, set_due, set_late, statement, tell, tidy

ROUNDS = 5
CHEAP_ROUNDS = 15
KILLED_AT, KILL_BATCH = 3, 100

Workflow = env["playbook.workflow"]
Event = env["playbook.workflow.event"]
workflow = env.ref("crm_playbook.workflow_stale_opportunities")
count = counts()[-1]
results = {}


class Killed(BaseException):
    """As a signal would: nothing that the run catches."""


def go_live(due, **values):
    """Live since a moment at which nothing was stale; now ``due`` leads are."""
    workflow.mode = "draft"
    workflow.write({"daily_limit": 1000, "delay_days": 14, **values})
    env["ir.config_parameter"].set_param("crm_playbook.daily_limit", 1000)
    set_due(env, 0)
    workflow.with_user(env.ref("base.user_admin")).mode = "live"
    set_due(env, due)


def enter():
    return workflow._enter("waiting")


def insert():
    env.cr.execute(statement("entering"))
    return env.cr.rowcount


def look_again():
    env.cr.execute(statement("anti_join"))
    return env.cr.fetchone()[0]


def compare(rounds, expected, **calls):
    """Measure ``calls`` in turns; each finds ``expected`` leads."""
    for number in range(rounds + 1):
        for name, call in calls.items():
            found = []
            cost = measure(env, lambda call=call, found=found: found.append(call()))
            env.cr.rollback()
            if found != [expected]:
                raise SystemExit(f"{name} found {found} leads, not {expected}.")
            # The first round fills caches.
            if number:
                results.setdefault(name, []).append(cost)


def measure_entering():
    go_live(count)
    compare(ROUNDS, count, enter=enter, insert=insert)
    enter()
    env.cr.commit()
    tidy(env)
    compare(CHEAP_ROUNDS, 0, enter_again=enter, anti_join=look_again)


def measure_nothing_due():
    """All that is stale is in follow-up."""
    enrolled = max(count, int(os.environ["BENCH_OPEN"]))
    go_live(enrolled)
    workflow._enter("waiting")
    # All their steps are done, and people are at it.
    env.cr.execute(
        "UPDATE playbook_enrollment SET state = 'running', step_id = NULL,"
        " next_date = NULL, date_taken = date_entered WHERE workflow_id = %s",
        [workflow.id],
    )
    env.invalidate_all()
    env.cr.commit()
    tidy(env)
    for name, scan in (("nothing_due", False), ("scan", True)):
        costs = [
            measure(env, lambda scan=scan: Workflow._cron_run_lane(scan=scan))
            for _round in range(CHEAP_ROUNDS + 1)
        ]
        results[name] = costs[1:]
    results["open"] = enrolled


def measure_late():
    go_live(0)
    unassigned = set_late(env, counts()[0])
    Workflow._cron_run_lane(scan=True)
    early = Event.search_count([("state", "=", "planned")])
    unassigned.user_id = env["res.users"].search([("login", "=", "salesperson1")])
    workflow.delay_days = 7
    Workflow._cron_run_lane(scan=True)
    late = Event.search_count([("state", "=", "planned")])
    results["late"] = {"missed": counts()[0] - late, "early": early, "of": counts()[0]}


def measure_killed():
    """A run that dies in its third batch keeps two; the next one does the rest."""
    due = KILL_BATCH * 5
    go_live(due)
    registry_class = type(Workflow)
    carry_out, batches = registry_class._carry_out, []

    def dying(self, step, rows):
        carry_out(self, step, rows)
        batches.append(rows)
        if len(batches) == KILLED_AT:
            raise Killed

    registry_class._carry_out = dying
    try:
        Workflow._cron_run_lane(batch=KILL_BATCH, scan=True)
    except Killed:
        env.cr.rollback()
        env.clear()
    finally:
        registry_class._carry_out = carry_out
    kept = Event.search_count([("state", "=", "planned")])
    Workflow._cron_run_lane(batch=KILL_BATCH, scan=True)
    leads = Event.search([("state", "=", "planned")]).mapped("lead_id.id")
    results["killed"] = {
        "kept": kept,
        "lost": due - len(set(leads)),
        "doubled": len(leads) - len(set(leads)),
        "of": due,
        "batch": KILL_BATCH,
    }


for part in (measure_entering, measure_nothing_due, measure_late, measure_killed):
    part()
tell(results)
