"""Run in an Odoo shell: what saving, creating and moving leads costs; prints one JSON
line.
"""

from functools import partial

from bench_measure import measure, tell

ROUNDS = 15

leads = env["crm.lead"].search(
    [("type", "=", "opportunity")], limit=ROUNDS * 2, order="id"
)
partners = env["res.partner"].search(
    [("is_company", "=", True)], limit=30, order="id desc"
)
team = env["crm.team"].search([], limit=1)
stage, other_stage = env["crm.stage"].search([("is_won", "=", False)], limit=2)
moved = leads.search([("stage_id", "=", stage.id)], limit=30, order="id desc")
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
results = {"save": [], "create 30": [], "move 30": []}
for number in range(ROUNDS + 1):
    lead = leads[number]
    changed = {"expected_revenue": lead.expected_revenue + 1}
    target = {"stage_id": (stage if number % 2 else other_stage).id}
    results["save"].append(measure(env, partial(lead.write, changed)))
    create = partial(env["crm.lead"].create, values)
    results["create 30"].append(measure(env, create))
    results["move 30"].append(measure(env, partial(moved.write, target)))
env.cr.rollback()
# The first round fills Odoo's caches.
tell({name: rounds[1:] for name, rounds in results.items()})
