"""Run in an Odoo shell: what My Day costs a person with 200 open items, and what Odoo's
own list of activities costs the same person; prints one JSON line. Keeps the items.
"""

from datetime import timedelta
from functools import partial

from bench_measure import measure, tell

from odoo import fields
from odoo.fields import Command

ITEMS, ROUNDS = 200, 15
# What the list that Odoo's menu My Activities opens reads.
SPECIFICATION = {
    "active": {},
    "summary": {},
    "activity_type_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
    "res_name": {},
    "date_deadline": {},
    "date_done": {},
    "feedback": {},
}

user = env["res.users"].search([("login", "like", "salesperson")], limit=1)
user.group_ids = [Command.link(env.ref("crm_playbook.group_sales").id)]
leads = env["crm.lead"].search(
    [("user_id", "=", user.id), ("partner_id", "!=", False)], limit=ITEMS, order="id"
)
if len(leads) < ITEMS:
    # At the smallest size nobody has so many.
    more = [("id", "not in", leads.ids), ("partner_id", "!=", False)]
    more = env["crm.lead"].search(more, limit=ITEMS - len(leads), order="id")
    more.user_id = user
    leads |= more
# 200 items are due for them, and no more.
rest = [("user_id", "=", user.id), ("id", "not in", leads.ids)]
env["crm.lead"].search(rest).user_id = False
kind = env.ref("mail.mail_activity_data_todo")
today = fields.Date.today()
env["mail.activity"].search([("user_id", "=", user.id)]).unlink()
env["mail.activity"].with_user(user).with_context(
    mail_activity_quick_update=True
).create(
    [
        {
            "res_model_id": env["ir.model"]._get_id("crm.lead"),
            "res_id": lead.id,
            "activity_type_id": kind.id,
            "summary": f"Item {number}",
            "user_id": user.id,
            "date_deadline": today - timedelta(days=number % 20),
        }
        for number, lead in enumerate(leads)
    ]
)
env.flush_all()
mine = env(user=user, su=False)
domain = [("user_id", "=", user.id), ("date_deadline", "<=", str(today))]
read_list = partial(
    mine["mail.activity"].web_search_read,
    domain,
    SPECIFICATION,
    limit=ITEMS,
    order="date_deadline",
    count_limit=10_001,
)
calls = {"list": read_list, "day": mine["playbook.day"].get_my_day}
shown = {"list": len(read_list()["records"]), "day": len(calls["day"]()["lines"])}
if shown["list"] != ITEMS or shown["day"] != ITEMS:
    raise SystemExit(f"Not all {ITEMS} are shown: {shown}.")
results = {name: [] for name in calls}
for _round in range(ROUNDS):
    for name, call in calls.items():
        results[name].append(measure(env, call))
# The browser opens them next, as this person.
user.password = user.login
env.cr.commit()
tell({"login": user.login, **results})
