"""Run in an Odoo shell by test_actions_concurrency; prints one JSON line.

``STEP`` names what to do: a function below. ``LOGIN`` finishes what another process
finishes at the same moment, when both have told by a file in ``FOLDER`` that they see
it open: as a request does, which Odoo repeats where the database says that somebody
else was first.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

from odoo.exceptions import UserError
from odoo.service.model import retrying

MARK = "PROCESS-RESULT "
NAME = "Concurrent action"
LOGINS = ("action_a", "action_b")
PATIENCE = 120


def _make_users(env):
    groups = env.ref("crm_playbook.group_sales")
    groups |= env.ref("sales_team.group_sale_salesman_all_leads")
    return env["res.users"].create(
        [
            {
                "name": login,
                "login": login,
                "group_ids": [(4, id_) for id_ in groups.ids],
            }
            for login in LOGINS
        ]
    )


def prepare(env):
    """Two people who may finish what is anybody's, an activity for each way."""
    users = _make_users(env)
    kind = env["mail.activity.type"].create(
        {"name": NAME, "playbook_outcome_policy": "require", "playbook_channel": "call"}
    )
    following = env["mail.activity.type"].create({"name": f"{NAME}, next"})
    env["playbook.outcome"].create(
        {
            "name": NAME,
            "activity_type_ids": [(4, kind.id)],
            "next_type_id": following.id,
        }
    )
    lead = env["crm.lead"].create(
        {"name": NAME, "type": "opportunity", "user_id": users[0].id}
    )
    env["mail.activity"].create(
        [
            {
                "res_model_id": env["ir.model"]._get_id("crm.lead"),
                "res_id": lead.id,
                "activity_type_id": kind.id,
                "summary": way,
                "user_id": users[0].id,
            }
            for way in WAYS
        ]
    )
    env.cr.commit()
    return {}


def _by_client(activity, outcome):
    activity.action_playbook_finish(outcome.id, "Said")


def _by_write(activity, outcome):
    activity.write({"playbook_outcome_id": outcome.id, "active": False})


def _by_dialog(activity, outcome):
    log = activity.env["playbook.action.log"].create(
        {"activity_ids": activity.ids, "outcome_id": outcome.id}
    )
    log.action_save()


WAYS = {"client": _by_client, "write": _by_write, "dialog": _by_dialog}


def finish(env):
    """What became of each: how often it was tried, and what was answered."""
    user = env["res.users"].search([("login", "=", os.environ["LOGIN"])])
    env = env(user=user.id)
    return {way: _finish_one(env, way) for way in WAYS}


def _wait_for_both(way):
    folder = Path(os.environ["FOLDER"])
    (folder / f"{way}-{os.environ['LOGIN']}").touch()
    until = time.monotonic() + PATIENCE
    while not all((folder / f"{way}-{login}").exists() for login in LOGINS):
        if time.monotonic() > until:
            raise TimeoutError(way)
        threading.Event().wait(0.05)


def _finish_one(env, way):
    tries = []

    def request():
        activity = env["mail.activity"].search([("summary", "=", way)])
        if not tries:
            # Both have seen it open before either ends it.
            _wait_for_both(way)
        tries.append(bool(activity))
        activity = activity or env["mail.activity"].with_context(
            active_test=False
        ).search([("summary", "=", way)])
        outcome = env["playbook.outcome"].search([("name", "=", NAME)])
        WAYS[way](activity.with_context(active_test=True), outcome)

    env.cr.commit()
    try:
        retrying(request, env)
    except UserError as error:
        env.cr.rollback()
        return {"tries": tries, "answer": str(error)}
    return {"tries": tries, "answer": ""}


def check(env):
    lead = env["crm.lead"].search([("name", "=", NAME)])
    actions = env["playbook.action"].search([("lead_id", "=", lead.id)])
    return {
        "actions": sorted(actions.mapped("name")),
        "outcomes": actions.outcome_id.mapped("name"),
        "next": len(lead.activity_ids),
        "messages": len(
            lead.message_ids.filtered(
                lambda each: each.mail_activity_type_id.name == NAME
            )
        ),
    }


def main(env):
    steps = {step.__name__: step for step in (prepare, finish, check)}
    result = steps[os.environ["STEP"]](env)
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


# The shell brings it.
main(globals()["env"])
