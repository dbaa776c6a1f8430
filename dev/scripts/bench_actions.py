"""Run in an Odoo shell, with and without the addon: what finishing activities costs a
salesperson; and, with the addon, what the list of a million actions costs each profile.
Prints one JSON line; keeps the actions alone.
"""

import os
from functools import partial

from bench_measure import measure, tell, tidy

from odoo import fields
from odoo.fields import Command

ROUNDS, BATCH, SHOWN = 7, 1000, 80
LISTED = int(os.environ.get("BENCH_ACTIONS", "0"))
LIST = {
    name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
    for name in (
        *("date_done", "activity_type_name", "name", "commercial_partner_id"),
        *("lead_id", "purpose_id", "outcome_id", "result", "followed_by", "user_id"),
        "state",
    )
}
FILL = """
    INSERT INTO playbook_action
           (name, activity_type_name, channel, state, origin, lead_id, partner_id,
            commercial_partner_id, company_id, team_id, user_id, outcome_id, purpose_id,
            result, date_done, date_planned, promise, positive_rate, kept_rate)
    SELECT 'Action ' || number, 'Call', 'call', 'done', 'planned', lead.id,
           lead.partner_id, lead.partner_id, lead.company_id, lead.team_id,
           lead.user_id, %(outcome)s, %(purpose)s, 'positive',
           now() AT TIME ZONE 'utc' - number * interval '1 minute',
           current_date, 'kept', 100, 100
      FROM generate_series(1, %(count)s) number
      JOIN (SELECT lead.*, ROW_NUMBER() OVER (ORDER BY lead.id) AS place
              FROM crm_lead lead) lead
        ON lead.place = 1 + number %% (SELECT count(*) FROM crm_lead)
"""

installed = "playbook.action" in env
user = env["res.users"].search([("login", "like", "salesperson")], limit=1)
results = {}


def finish(count):
    """The costs of finishing ``count`` activities in one call, round by round."""
    mine = env(user=user, su=False)
    # With messages of their own they would cost more, with the addon or without.
    silent = [("message_ids", "=", False)]
    leads = env["crm.lead"].search(silent, limit=count, order="id")
    kind = env.ref("mail.mail_activity_data_call")
    costs = []
    for _round in range(ROUNDS + 1):
        activities = (
            env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "res_model_id": env["ir.model"]._get_id("crm.lead"),
                        "res_id": leads[number % len(leads)].id,
                        "activity_type_id": kind.id,
                        "user_id": user.id,
                        "date_deadline": fields.Date.today(),
                    }
                    for number in range(count)
                ]
            )
        )
        if installed:
            activities.playbook_outcome_id = env.ref(
                "crm_playbook.playbook_outcome_went_well"
            )
        env.flush_all()
        done = activities.with_env(mine)
        costs.append(measure(env, partial(done.action_feedback, feedback="Said")))
        env.cr.rollback()
    # The first round fills Odoo's caches.
    return costs[1:]


def listing(holder):
    """The costs of opening the list for a user."""
    mine = env(user=holder, su=False)["playbook.action"]
    read = partial(
        mine.web_search_read,
        [("state", "=", "done")],
        LIST,
        limit=SHOWN,
        order="date_done desc, id desc",
        count_limit=10_001,
    )
    read()
    return [measure(env, read) for _round in range(ROUNDS)]


if installed:
    user.group_ids = [Command.link(env.ref("crm_playbook.group_sales").id)]
    env.cr.commit()
results["finish"] = {count: finish(count) for count in (1, 30, BATCH)}
if installed and LISTED:
    env.cr.execute(
        FILL,
        {
            "count": LISTED,
            "outcome": env.ref("crm_playbook.playbook_outcome_went_well").id,
            "purpose": env.ref("crm_playbook.playbook_purpose_close").id,
        },
    )
    tidy(env)
    plain = env["res.users"].create(
        [
            {
                "name": name,
                "login": f"bench_{name}",
                "group_ids": [
                    Command.link(env.ref("base.group_user").id),
                    Command.link(env.ref(group).id),
                ],
            }
            for name, group in (
                ("service", "crm_playbook.group_customer_service_all"),
                ("management", "crm_playbook.group_sales_management"),
            )
        ]
    )
    env.flush_all()
    results["list"] = {
        "sales_own": listing(user),
        "customer_service": listing(plain[0]),
        "sales_management": listing(plain[1]),
    }
    env.cr.rollback()
tell(results)
