"""Run in an Odoo shell by test_profiles_teams_workers; prints one JSON line.

A worker: it reads as the user of ``LOGIN``, so that the record rules are cached, says
so by the file ``READY``, waits for the file ``GONE`` and reads in its next transaction,
which begins as a request does in ``odoo.http``.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

MARK = "PROCESS-RESULT "
PATIENCE = 120


def prepare(env):
    """A member with the scope team, and a colleague's lead in their team."""
    group = env.ref("crm_playbook.group_sale_salesman_team")
    member, colleague = env["res.users"].create(
        [
            {"name": login, "login": login, "group_ids": [(4, group.id)]}
            for login in (os.environ["LOGIN"], f"{os.environ['LOGIN']}_colleague")
        ]
    )
    team = env["crm.team"].create(
        {"name": "Worker team", "member_ids": [(6, 0, (member | colleague).ids)]}
    )
    lead = env["crm.lead"].create(
        {"name": os.environ["LOGIN"], "user_id": colleague.id, "team_id": team.id}
    )
    env.cr.commit()
    return {"lead": lead.id}


def remove(env):
    """Take the member off the team; ``QUIETLY``: as if nothing cleared the cache."""
    membership = env["crm.team.member"].search(
        [("user_id.login", "=", os.environ["LOGIN"])]
    )
    if os.environ.get("QUIETLY"):
        type(env["res.users"])._forget_teams = lambda self: None
    membership.unlink()
    env.cr.commit()
    # As odoo.http does at the end of a request that has succeeded.
    env.registry.signal_changes()
    return {}


def work(env):
    before = _read(env)
    env.cr.commit()
    Path(os.environ["READY"]).touch()
    gone = Path(os.environ["GONE"])
    until = time.monotonic() + PATIENCE
    while not gone.exists():
        if time.monotonic() > until:
            raise TimeoutError(gone)
        threading.Event().wait(0.1)
    # As odoo.http does when a request begins.
    env.registry.check_signaling()
    env.invalidate_all()
    return {"before": before, "after": _read(env)}


def _read(env):
    """How many leads the user finds: by the rule that is cached for each user."""
    user = env["res.users"].search([("login", "=", os.environ["LOGIN"])])
    Lead = env["crm.lead"].with_user(user)
    return Lead.search_count([("name", "=", os.environ["LOGIN"])])


def main(env):
    steps = {step.__name__: step for step in (prepare, remove, work)}
    result = steps[os.environ["STEP"]](env)
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


# The shell brings it.
main(globals()["env"])
