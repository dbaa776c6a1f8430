"""Run in an Odoo shell: what saving and creating leads costs; prints one JSON line."""

import json
import time
from functools import partial

ROUNDS = 15


def measure(func):
    """``(queries, CPU seconds, seconds)`` of one call, flush included, cache empty
    before.
    """
    env.flush_all()
    env.invalidate_all()
    queries, cpu, wall = env.cr.sql_log_count, time.process_time(), time.perf_counter()
    func()
    env.flush_all()
    return (
        env.cr.sql_log_count - queries,
        time.process_time() - cpu,
        time.perf_counter() - wall,
    )


leads = env["crm.lead"].search(
    [("type", "=", "opportunity")], limit=ROUNDS * 2, order="id"
)
partners = env["res.partner"].search(
    [("is_company", "=", True)], limit=30, order="id desc"
)
team = env["crm.team"].search([], limit=1)
stage = env["crm.stage"].search([], limit=1)
values = [
    {
        "name": "Bench",
        "type": "opportunity",
        "partner_id": partner.id,
        "team_id": team.id,
        "stage_id": stage.id,
        "user_id": False,
    }
    for partner in partners
]
results = {"save": [], "create 30": []}
for number in range(ROUNDS + 1):
    lead = leads[number]
    changed = {"expected_revenue": lead.expected_revenue + 1}
    results["save"].append(measure(partial(lead.write, changed)))
    results["create 30"].append(measure(partial(env["crm.lead"].create, values)))
env.cr.rollback()
# The first round fills Odoo's caches.
print("BENCH " + json.dumps({name: rounds[1:] for name, rounds in results.items()}))
