"""Run in an Odoo shell by test_loading_concurrency; prints one JSON line.

``STEP`` names what to do: a function below, ``LOAD`` the data load that it is about,
``COUNT`` how many lines it has. ``START`` is the moment, in seconds since 1970, at
which the processes that run side by side begin.
"""

import base64
import json
import os
import signal
import sys
import threading
import time

from odoo.addons.crm_playbook.models.loading import playbook_load_write

MARK = "PROCESS-RESULT "
LOADS = ("killed", "shared", "paused")
BATCH = 20
# Seconds for a batch, enough for another process to come in between.
SLOW = 0.5
PATIENCE = 120
name = os.environ.get("LOAD")


def prepare(env):
    """The data loads, about to load."""
    Load = env["playbook.load"].with_user(env.ref("base.user_admin"))
    # The scheduled action is what is looked at here.
    type(Load)._work = lambda load: [*load._get_steps()]
    source = env["playbook.load.source"].create({"name": "Concurrent"})
    for each in LOADS:
        names = [f"Concurrent {each} {n}" for n in range(int(os.environ["COUNT"]))]
        rows = ["Customer ID,Name", *(f"{text},{text}" for text in names)]
        load = Load.create(
            {
                "name": each,
                "source_id": source.id,
                "file": base64.b64encode("\n".join(rows).encode()),
                "file_name": "concurrent.csv",
            }
        )
        load.action_read()
        load.action_review()
    type(Load)._work = lambda load: None
    loads = Load.search([("source_id", "=", source.id)])
    for load in loads:
        load.action_load()
    return {each.name: [each.state, each.to_load_count] for each in loads}


def run(env):
    """The scheduled action, until the load waits or is done."""
    before = check(env)
    _wait()
    load = _only(env)
    while load.state == "loading":
        env["playbook.load"]._cron_run()
        env.invalidate_all()
    return {"before": before, "after": check(env)}


def die(env):
    """The scheduled action, killed in the middle of its third batch."""
    Load = type(env["playbook.load"])
    write_items = Load._write_items
    calls = []

    def dying(self, items):
        write_items(self, items)
        calls.append(len(items))
        if len(calls) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    Load._write_items = dying
    return run(env)


def share(env):
    """The scheduled action, which has time for one batch each time."""
    Cron = type(env["ir.cron"])
    commit_progress = Cron._commit_progress
    done = []

    def hurried(self, processed=0, **options):
        commit_progress(self, processed, **options)
        done.append(processed)
        return 0

    Cron._commit_progress = hurried
    found = run(env)
    return {**found, "done": sum(done)}


def slowly(env):
    """The scheduled action, on a machine where each batch takes its time."""
    Load = type(env["playbook.load"])
    write_items = Load._write_items

    def slow(self, items):
        write_items(self, items)
        time.sleep(SLOW)

    Load._write_items = slow
    return run(env)


def pause(env):
    """A user who pauses the load as soon as some lines are loaded."""
    load = _get(env).with_user(env.ref("base.user_admin"))
    env.cr.commit()
    _wait()
    until = time.monotonic() + PATIENCE
    while not load.loaded_count and time.monotonic() < until:
        env.cr.commit()
        env.invalidate_all()
    load.action_pause()
    env.cr.commit()
    env.invalidate_all()
    return {"when paused": check(env)["loaded"]}


def resume(env):
    """The user has it go on, and the scheduled action does so."""
    _get(env).with_user(env.ref("base.user_admin")).action_resume()
    return run(env)


def check(env):
    """What has come of the load, to be compared."""
    load = _get(env)
    pattern = [("name", "=like", f"Concurrent {name} %")]
    partners = env["res.partner"].search(pattern)
    keys = env["playbook.load.key"].search([("key", "=like", f"Concurrent {name} %")])
    found = {
        "state": load.state,
        "loaded": load.loaded_count,
        "failed": load.failed_count,
        "customers": len(partners),
        "names": len(set(partners.mapped("name"))),
        "keys": len(set(keys.mapped("res_id")) & set(partners.ids)),
    }
    env.cr.commit()
    env.invalidate_all()
    return found


def _get(env):
    return env["playbook.load"].search([("name", "=", name)])


def _only(env):
    """The load; nothing is done with the others."""
    Load = type(env["playbook.load"])
    is_its_turn = Load._is_its_turn
    Load._is_its_turn = lambda load: load.name == name and is_its_turn(load)
    return _get(env)


def _wait():
    left = float(os.environ.get("START", "0")) - time.time()
    threading.Event().wait(max(left, 0))


def main(env):
    playbook_load_write.LOAD_BATCH = BATCH
    steps = (prepare, run, slowly, die, share, pause, resume)
    result = {step.__name__: step for step in steps}[os.environ["STEP"]](env)
    env.cr.commit()
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


# The shell brings it.
main(globals()["env"])
