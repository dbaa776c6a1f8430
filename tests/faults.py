"""Kill the workers that carry out the workflows, let four meet, and count.

Run in an Odoo shell by test_workflows_faults and by ``make test-faults``; prints one
JSON line. The workers are forks of this process: they need no time to load Odoo, so
that hundreds can be killed. The environment says how much: ``FAULT_RECORDS``,
``FAULT_KILLS``, ``FAULT_WORKERS`` (numbers, separated by commas, measured one after the
other), ``FAULT_BATCH`` and ``FAULT_SEED``.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from psycopg2 import errors

from odoo import api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import mute_logger

sys.path.insert(0, os.environ["FAULT_FOLDER"])
from fault_records import PEOPLE, check, due, prepare

MARK = "PROCESS-RESULT "
DATABASE = globals()["env"].cr.dbname
RECORDS = int(os.environ["FAULT_RECORDS"])
KILLS = int(os.environ["FAULT_KILLS"])
WORKERS = [int(number) for number in os.environ["FAULT_WORKERS"].split(",")]
BATCH = int(os.environ["FAULT_BATCH"])
# Half of what each person would get.
LIMITED = {"limit": max(RECORDS // PEOPLE // 2, 1)}
# A fork lives so long at most before it is killed.
LONGEST = 0.8
PATIENCE = 1800
chance = random.Random(os.environ.get("FAULT_SEED", "1"))  # noqa: S311
pause = threading.Event()


def in_transaction(work, *arguments):
    """Do ``work`` with an environment of its own, and commit."""
    with Registry(DATABASE).cursor() as cr:
        return work(api.Environment(cr, api.SUPERUSER_ID, {}), *arguments)


# ----------------------------------------------------------------------
# Forks
# ----------------------------------------------------------------------


def fork(work):
    """A process of its own that does ``work``; no connection is shared with it."""
    sql_db.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        random.seed()
        in_transaction(work)
        code = 0
    finally:
        # Nothing of the parent's is cleaned up here.
        sys.stdout.flush()
        os._exit(code)


def poison(env):
    """Activities on the leads named so fail, like those that another addon refuses."""
    Activity = type(env["mail.activity"])
    if getattr(Activity, "is_poisoned", False):
        return
    create = Activity.create

    def create_unless_poisoned(activities, vals_list):
        ids = [vals["res_id"] for vals in vals_list]
        names = activities.env["crm.lead"].sudo().browse(ids).mapped("name")
        if any("Poison" in name for name in names):
            raise UserError(MARK)
        return create(activities, vals_list)

    Activity.create = create_unless_poisoned
    Activity.is_poisoned = True


def lane(env, *, scan=True):
    """What a worker of Odoo's does, over and over, until nothing is due."""
    poison(env)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        env["playbook.workflow"]._cron_run_lane(batch=BATCH, scan=scan)
        env.cr.commit()
        if not due(env):
            return
        pause.wait(0.05)


def one_lane(env):
    lane(env, scan=True)


def other_lane(env):
    lane(env, scan=False)


# A person who meets a worker is asked to wait and tried again by Odoo; what a worker
# meets is told.
@mute_logger("odoo.sql_db")
def save_leads(env):
    """Somebody who edits one deal after another; what was saved must be there."""
    leads = env["crm.lead"].search([("name", "like", "Fault")])
    for lead in leads.with_context(tracking_disable=True)[:RECORDS]:
        while True:
            try:
                lead.write({"description": f"saved {lead.id}"})
                env.cr.commit()
                break
            except (errors.SerializationFailure, errors.DeadlockDetected):
                env.cr.rollback()


@mute_logger("odoo.sql_db")
def merge_leads(env):
    """Somebody who merges deals that are being followed up."""
    for _pair in range(max(RECORDS // 100, 1)):
        while True:
            try:
                pair = env["crm.lead"].search(
                    [("name", "like", "Fault merge")], limit=2, order="id"
                )
                if len(pair) < 2:
                    return
                merged = pair.merge_opportunity(auto_unlink=True)
                merged.name = "Fault kept"
                env.cr.commit()
                break
            except (errors.SerializationFailure, errors.DeadlockDetected):
                env.cr.rollback()
                pause.wait(0.05)


def wait_for(pids):
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    if any(codes):
        raise SystemExit(f"A worker ended with {codes}.")


# ----------------------------------------------------------------------
# Proofs
# ----------------------------------------------------------------------


def prove_kills(kills, options):
    """Two lanes are killed at any point, again and again, while people work."""
    rounds = done = 0
    found = []
    while done < kills:
        rounds += 1
        in_transaction(prepare, RECORDS, {"poisoned": True, **options})
        people = [fork(save_leads), fork(merge_leads)]
        while done < kills and in_transaction(due):
            workers = [fork(one_lane), fork(other_lane)]
            pause.wait(chance.uniform(0.02, LONGEST))
            for pid in workers:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                done += 1
        wait_for(people)
        wait_for([fork(one_lane), fork(other_lane)])
        found.append(in_transaction(check, True))
    return {"kills": done, "rounds": rounds, "found": found}


def prove_workers(options):
    """So many workers at once, for each number; how long they take."""
    found = {}
    for count in WORKERS:
        in_transaction(prepare, RECORDS, options)
        begun = time.monotonic()
        wait_for([fork(one_lane if not at else other_lane) for at in range(count)])
        seconds = time.monotonic() - begun
        found[count] = {"seconds": round(seconds, 2), **in_transaction(check)}
    return found


def main(env):
    env.cr.close()
    result = {
        "records": RECORDS,
        "people": PEOPLE,
        "kills": prove_kills(KILLS, {}),
        "limited_kills": prove_kills(max(KILLS // 4, 2), LIMITED),
        "workers": prove_workers({}),
        "limited": prove_workers(LIMITED),
    }
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")
    sys.stdout.flush()
    # The shell's own cursor is closed: nothing is left to commit.
    os._exit(0)


# The shell brings it.
assert Path(os.environ["FAULT_FOLDER"], "fault_records.py").exists()
main(globals()["env"])
