"""Run in an Odoo shell: load the JSON file ``DATASET``, made by ``dev/dataset.py``.

Prints ``LOADED`` and the counts that the database then has.
"""

import json
import os
from pathlib import Path

from odoo.fields import Command
from odoo.tools import SQL, plaintext2html, split_every

BATCH = 1000

data = json.loads(Path(os.environ["DATASET"]).read_text("utf-8"))
# A demo tells nobody: neither followers and messages nor mails to the new users.
quiet = env(
    context={**env.context, "tracking_disable": True, "no_reset_password": True}
)


def create(model, rows):
    """Create records in batches.

    :return: their ids, in the order of ``rows``.
    """
    ids = []
    for batch in split_every(BATCH, rows, list):
        ids += quiet[model].create(batch).ids
        # The next batch has no use for this one's records: they would only fill memory.
        quiet.flush_all()
        quiet.invalidate_all()
    return ids


def named(model, names):
    """The id of each of ``names``, found or made."""
    found = {
        record.name: record.id
        for record in quiet[model].search([("name", "in", names)])
    }
    missing = [name for name in names if name not in found]
    made = create(model, [{"name": name} for name in missing])
    return {**found, **dict(zip(missing, made, strict=True))}


def load_companies():
    rows = [
        {
            "name": company["name"],
            "is_company": True,
            "comment": plaintext2html(company["note"]) if company["note"] else False,
        }
        for company in data["companies"]
    ]
    names = [row["name"] for row in rows]
    return dict(zip(names, create("res.partner", rows), strict=True))


def load_users():
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
        for name, (login, is_manager) in data["users"].items()
    ]
    return dict(zip(data["users"], create("res.users", rows), strict=True))


def load_teams(users):
    """The team of each salesperson, by name."""
    teams = create(
        "crm.team",
        [
            {"name": team["name"], "user_id": users[team["leader"]]}
            for team in data["teams"]
        ],
    )
    team_of = {
        member: team
        for team, told in zip(teams, data["teams"], strict=True)
        for member in told["members"]
    }
    create(
        "crm.team.member",
        [{"crm_team_id": t, "user_id": users[name]} for name, t in team_of.items()],
    )
    return team_of


def load_products():
    return create(
        "product.product",
        [
            {"name": name, "type": "service", "list_price": price, "sale_ok": True}
            for name, price in data["products"].items()
        ],
    )


def load_opportunities(companies, users, team_of):
    # The file does not say in which stage one is: who works on it has qualified it.
    first, *others = env["crm.stage"].search([("is_won", "=", False)], order="sequence")
    worked_on = others[0] if others else first
    won = env["crm.stage"].search([("is_won", "=", True)], limit=1)
    states = {
        "open": {"stage_id": worked_on.id},
        "lost": {"stage_id": worked_on.id, "active": False, "probability": 0},
        "won": {"stage_id": won.id, "probability": 100},
    }
    rows = [
        {
            **states[told["state"]],
            "type": "opportunity",
            "name": told["name"],
            "partner_id": companies.get(told["account"], False),
            "user_id": users[told["agent"]],
            "team_id": team_of[told["agent"]],
            "expected_revenue": told["value"],
            "date_open": told["created"],
            "date_last_stage_update": told["closed"]
            if told["state"] == "won"
            else told["created"],
            "date_closed": told["closed"],
        }
        for told in data["opportunities"]
    ]
    names = [told["external_id"] for told in data["opportunities"]]
    # In this module Odoo's own import looks for an id as it stands in the file.
    create(
        "ir.model.data",
        [
            {"module": "__import__", "model": "crm.lead", "name": name, "res_id": lead}
            for name, lead in zip(names, create("crm.lead", rows), strict=True)
        ],
    )


def load_clicks():
    """Leads that nobody has taken yet; their users see leads from now on."""
    env["res.config.settings"].create({"group_use_lead": True}).execute()
    stage = env["crm.stage"].search([("is_won", "=", False)], order="sequence", limit=1)
    sources = named("utm.source", sorted({told["source"] for told in data["clicks"]}))
    industries = named(
        "res.partner.industry", sorted({told["industry"] for told in data["clicks"]})
    )
    create(
        "crm.lead",
        [
            {
                "type": "lead",
                "name": f"{told['source']} - {told['industry']}",
                "source_id": sources[told["source"]],
                "industry_id": industries[told["industry"]],
                "user_id": False,
                "team_id": False,
                "stage_id": stage.id,
                "date_last_stage_update": told["created"],
            }
            for told in data["clicks"]
        ],
    )


def date_back():
    """Give leads the day on which they were created, which the ORM does not let."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            UPDATE crm_lead
               SET create_date = COALESCE(date_open, date_last_stage_update),
                   write_date = COALESCE(date_closed, date_last_stage_update),
                   day_open = CASE WHEN date_open IS NOT NULL THEN 0 END,
                   day_close = EXTRACT(DAY FROM date_closed - date_open)
            """
        )
    )
    env.invalidate_all(flush=False)
    # Odoo's lead scoring passes over what is older than this day.
    oldest = (
        env["crm.lead"]
        .with_context(active_test=False)
        .search([], order="create_date", limit=1)
    )
    env["ir.config_parameter"].set_param(
        "crm.pls_start_date", str(oldest.create_date.date())
    )


def counts():
    leads = env["crm.lead"].with_context(active_test=False)
    opportunities = [("type", "=", "opportunity")]
    return {
        **{
            state: leads.search_count([*opportunities, ("won_status", "=", state)])
            for state in ("won", "lost", "pending")
        },
        "without": leads.search_count([*opportunities, ("partner_id", "=", False)]),
        "companies": env["res.partner"].search_count(
            [("id", "in", list(companies.values())), ("is_company", "=", True)]
        ),
        "users": env["res.users"].search_count([("id", "in", list(users.values()))]),
        "teams": env["crm.team"].search_count(
            [("user_id", "in", list(users.values()))]
        ),
        "products": env["product.product"].search_count([("id", "in", products)]),
        "leads": leads.search_count([("type", "=", "lead")]),
    }


companies, users = load_companies(), load_users()
team_of = load_teams(users)
products = load_products()
load_opportunities(companies, users, team_of)
if data["clicks"]:
    load_clicks()
date_back()
env.cr.commit()
env.cr.execute("ANALYZE res_partner, crm_lead, ir_model_data")
env.cr.commit()
print("LOADED", json.dumps(counts()))
