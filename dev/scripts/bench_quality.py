"""Run in an Odoo shell with the addon: what measuring the quality of all records costs,
and what plain SQL that writes the same tables does; prints one JSON line.

``BENCH_ROUNDS`` says how often.
"""

import os

from bench_measure import measure, statement, tell, tidy

from odoo.fields import Command

from odoo.addons.crm_playbook.models.standards import filler

ROUNDS = int(os.environ["BENCH_ROUNDS"])
TABLES = ("playbook_quality", "playbook_lead_quality")
# Half of the texts say nothing.
FILLED = """
    UPDATE crm_lead
       SET referred = CASE id %% 4 WHEN 0 THEN 'n/a' WHEN 1 THEN 'Ann of Lumber Inc'
                                   WHEN 2 THEN 'xxx' ELSE 'A fair in Berlin' END,
           date_deadline = CASE WHEN id %% 3 = 0 THEN CURRENT_DATE END;
    UPDATE res_partner
       SET phone = CASE id %% 3 WHEN 0 THEN '+34 600 100 200' WHEN 1 THEN '12' END,
           email = CASE WHEN id %% 2 = 0 THEN email_normalized ELSE 'none' END
     WHERE customer_state IS NOT NULL
"""
Quality = env["playbook.quality"]
stage = env["crm.lead"].search([], limit=1).stage_id
others = env["playbook.procedure"].search(
    [("moment", "!=", "customer"), ("state", "=", "observe")]
)
others.write({"state": "retired"})
procedure = env["playbook.procedure"].create(
    {
        "name": "Bench",
        "instruction": "<p>As measured.</p>",
        "example": "As it is.",
        "moment": "stage_entered",
        "state": "observe",
        "stage_ids": [Command.set(stage.ids)],
        "requirement_ids": [
            Command.create({"reason": "To measure", "field_name": name, **values})
            for name, values in (
                ("partner_id", {}),
                ("expected_revenue", {"zero_counts": False}),
                ("date_deadline", {}),
                ("referred", {}),
            )
        ],
    }
)
env.cr.execute(FILLED.replace("%%", "%"))
env.cr.commit()
parameters = {
    "company": env.company.id,
    "stage": stage.id,
    "filler": filler.FILLER,
    "phone": filler.PHONE,
    "email": filler.EMAIL,
}


def ours():
    Quality._cron_refresh()


def peer():
    env.cr.execute(statement("quality"), parameters)
    env.cr.commit()


def empty():
    env.cr.execute(f"TRUNCATE {', '.join(TABLES)}")
    env.invalidate_all()
    tidy(env)


def sums():
    """What the tables say, to compare."""
    found = []
    for table in TABLES:
        env.cr.execute(
            f"SELECT COUNT(*), SUM(key_count), SUM(valid_count) FROM {table}"  # noqa: S608
        )
        found.append([int(each or 0) for each in env.cr.fetchone()])
    return found


results = {"peer": [], "ours": [], "again": []}
found = {}
for _round in range(ROUNDS):
    for name, call in (("peer", peer), ("ours", ours)):
        empty()
        results[name].append(measure(env, call))
        found[name] = sums()
    tidy(env)
    results["again"].append(measure(env, ours))
if found["peer"] != found["ours"]:
    raise SystemExit(f"SQL finds {found['peer']}, the addon {found['ours']}.")
procedure.write({"state": "retired"})
others.write({"state": "observe"})
env.cr.commit()
tell({**results, "rows": [rows for rows, *_ in found["ours"]]})
