"""Run in an Odoo shell: what the follow-up run costs; prints one JSON line.

``BENCH_COUNTS`` says for how many due leads, ``BENCH_WAYS`` in which of two ways: as
backlog that is taken when the workflow goes live, or as deals that become stale while
it is live, within the daily limit. Both are everything: scan, enrollment, activity,
ledger.
"""

import json
import os

from bench_measure import counts, measure, set_due, tell

Workflow = env["playbook.workflow"]
workflow = env.ref("crm_playbook.workflow_stale_opportunities")
# Who switches a workflow live is no superuser.
admin = env.ref("base.user_admin")


def take_backlog():
    mine = workflow.with_user(admin)
    mine.mode = "live"
    env.flush_all()
    mine._take_backlog()
    Workflow._cron_run_lane(scan=True)


def prepare(count, *, live):
    workflow.mode = "draft"
    set_due(env, 0)
    if live:
        workflow.daily_limit = 1000
        env["ir.config_parameter"].set_param("crm_playbook.daily_limit", 1000)
        workflow.with_user(admin).mode = "live"
    set_due(env, count)


def check(count):
    """What is measured must have happened."""
    events = env["playbook.workflow.event"].search([("state", "=", "planned")])
    if len(events) != count or len(events.activity_id) != count:
        raise SystemExit(f"{len(events)} of {count} leads were followed up.")


def scan_and_run():
    Workflow._cron_run_lane(scan=True)


results = {}
# The first fills Odoo's caches.
for count in (3, *counts()):
    for way in json.loads(os.environ["BENCH_WAYS"]):
        prepare(count, live=way == "limit")
        run = scan_and_run if way == "limit" else take_backlog
        results[f"{way} {count}"] = measure(env, run)
        check(count)
tell(results)
