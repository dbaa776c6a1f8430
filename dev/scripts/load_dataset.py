"""Run in an Odoo shell: load what stands in the folder ``DATASET``, made by
``dev/dataset.py``. Loading it once more makes nothing.

Users, teams and products are made here; companies, opportunities and leads are loaded
as the administrator would load them on the screens. Prints ``LOADED`` and a dictionary:
``figures``, the counts that the database then has, and ``rejected``, from names of
files to the lines that were not loaded and why.
"""

import base64
import csv
import io
import json
import os
from pathlib import Path

from odoo.fields import Command

folder = Path(os.environ["DATASET"])
people = json.loads((folder / "people.json").read_text("utf-8"))
# A demo tells nobody: neither followers and messages nor mails to the new users.
quiet = env(
    context={**env.context, "tracking_disable": True, "no_reset_password": True}
)
admin = env(user=env.ref("base.user_admin").id, su=False)
WORKING = ("reading", "reviewing", "loading")
ACCOUNTS, PIPELINE, CLICKS = "accounts.csv", "sales-pipeline.csv", "clicks.csv"


def find_or_create(model, field, rows):
    """The ids of ``rows``, in their order; what is there by its ``field`` stays."""
    records = quiet[model].search([(field, "in", [row[field] for row in rows])])
    found = {record[field]: record.id for record in records}
    missing = [row for row in rows if row[field] not in found]
    created = quiet[model].create(missing)
    found |= {row[field]: each.id for row, each in zip(missing, created, strict=True)}
    return [found[row[field]] for row in rows]


def make_users():
    """Everybody sells; managers direct too. The password is the login."""
    sells = [
        env.ref(name).id
        for name in (
            "base.group_user",
            "base.group_partner_manager",
            "crm_playbook.group_sales",
        )
    ]
    directs = [*sells, env.ref("crm_playbook.group_sales_management").id]
    rows = [
        {
            "name": name,
            "login": login,
            "password": login,
            "email": f"{login}@example.com",
            "group_ids": [Command.set(directs if is_manager else sells)],
        }
        for name, (login, is_manager) in people["users"].items()
    ]
    ids = find_or_create("res.users", "login", rows)
    return dict(zip(people["users"], ids, strict=True))


def make_teams(users):
    rows = [
        {
            "name": team["name"],
            "user_id": users[team["leader"]],
            "crm_team_member_ids": [
                Command.create({"user_id": users[name]}) for name in team["members"]
            ],
        }
        for team in people["teams"]
    ]
    return find_or_create("crm.team", "name", rows)


def make_products():
    return find_or_create(
        "product.product",
        "name",
        [
            {"name": name, "type": "service", "list_price": price, "sale_ok": True}
            for name, price in people["products"].items()
        ],
    )


# ----------------------------------------------------------------------
# What the room loads
# ----------------------------------------------------------------------


def review(file, kind, targets, key, treat, **values):
    """A data load of ``file``, reviewed.

    :param targets: from headers to where the columns go.
    :param key: the header of the key.
    :param treat: what options are that the room does not know: from a target, or a pair
        of it and a text of the file, to what is written into the value.
    """
    source = find_or_create("playbook.load.source", "name", [{"name": "CRM dataset"}])
    load = admin["playbook.load"].create(
        {
            "kind": kind,
            "source_id": source[0],
            "file": base64.b64encode((folder / file).read_bytes()),
            "file_name": file,
            **values,
        }
    )
    load.action_read()
    go_on(load)
    for column in load.column_ids:
        target = targets.get(column.column_name, False)
        column.write({"target": target, "is_key": column.column_name == key})
    load.action_review()
    go_on(load)
    treated = False
    for value in load.value_ids.filtered(lambda each: each.treatment == "reject"):
        known = treat.get((value.target, value.text), treat.get(value.target))
        if known:
            value.write(known)
            treated = True
    if treated:
        load.action_review()
        go_on(load)
    return load


def go_on(*loads):
    """What the scheduled action does, until ``loads`` wait for somebody."""
    env.cr.commit()
    while any(load.state in WORKING for load in loads):
        env["playbook.load"]._cron_run()
        env.invalidate_all()
    for load in loads:
        if load.error:
            raise SystemExit(f"{load.name}: {load.error}")


def review_companies():
    targets = {"Account": "name", "Revenue": "comment", "Employees": "comment"}
    return review(ACCOUNTS, "company", targets, "Account", {})


def review_opportunities(companies):
    # The file does not say in which stage one is: who works on it has qualified it.
    first, *others = env["crm.stage"].search([("is_won", "=", False)], order="sequence")
    worked_on = others[0] if others else first
    return review(
        PIPELINE,
        "lead",
        {
            "Subject": "name",
            "Account": "customer",
            "Sales_Agent": "user_id",
            "Deal_Stage": "result",
            "Stage": "stage_id",
            "Close_Date": "date_closed",
            "Close_Value": "expected_revenue",
            "Created_On": "create_date",
        },
        "Opportunity_ID",
        {("stage_id", "In_Progress"): {"option_value": str(worked_on.id)}},
        previous_id=companies.id,
    )


def review_clicks():
    """Leads that nobody has taken yet; their users see leads from now on."""
    if not env.user.has_group("crm.group_use_lead"):
        env["res.config.settings"].create({"group_use_lead": True}).execute()
    targets = {"Subject": "name", "Created_On": "create_date"}
    targets |= {"Source": "source_id", "Industry": "industry_id"}
    create = {"treatment": "create"}
    return review(
        CLICKS,
        "lead",
        targets,
        "Line ID",
        {"source_id": create, "industry_id": create},
        lead_type="lead",
    )


def get_rejected(load):
    """Pairs of a line and the reason, as the file of rejected lines tells them."""
    content = base64.b64decode(load.reject_file or b"").decode("utf-8-sig")
    _header, *rows = csv.reader(io.StringIO(content)) if content else [()]
    return [[int(number), reason] for *_cells, number, reason in rows]


def teach_scoring():
    """Odoo's lead scoring passes over what is older than a day that is set."""
    leads = env["crm.lead"].with_context(active_test=False)
    oldest = leads.search([], order="create_date", limit=1)
    if oldest:
        env["ir.config_parameter"].set_param(
            "crm.pls_start_date", str(oldest.create_date.date())
        )
    leads._cron_update_automated_probabilities()


def count(loads):
    leads = env["crm.lead"].with_context(active_test=False)
    opportunities = [("type", "=", "opportunity")]
    return {
        **{
            state: leads.search_count([*opportunities, ("won_status", "=", state)])
            for state in ("won", "lost", "pending")
        },
        "without": leads.search_count([*opportunities, ("partner_id", "=", False)]),
        "companies": env["res.partner"].search_count(
            [
                ("id", "in", loads[0].line_ids.mapped("res_id")),
                ("is_company", "=", True),
            ]
        ),
        "users": env["res.users"].search_count([("id", "in", list(users.values()))]),
        "teams": env["crm.team"].search_count([("id", "in", teams)]),
        "products": env["product.product"].search_count([("id", "in", products)]),
        "leads": leads.search_count([("type", "=", "lead")]),
        "created": sum(load.created_count for load in loads),
    }


users = make_users()
teams = make_teams(users)
products = make_products()
loads = [review_companies()]
loads.append(review_opportunities(loads[0]))
if (folder / CLICKS).exists():
    loads.append(review_clicks())
for load in loads:
    if load.to_load_count:
        load.action_load()
go_on(*loads)
teach_scoring()
env.cr.commit()
env.cr.execute("ANALYZE res_partner, crm_lead, playbook_load_line, playbook_load_key")
env.cr.commit()
told = {
    "figures": count(loads),
    "rejected": {load.file_name: get_rejected(load) for load in loads},
}
print("LOADED", json.dumps(told))
