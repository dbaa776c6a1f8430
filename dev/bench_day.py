"""Measure My Day of a person with 200 open items against Odoo's list of their
activities: what opening takes in a browser, and what the server does for it.
"""

import json
import statistics

from dev import environment, serve
from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, median
from dev.console import step
from dev.programs import run

# How many times as long as opening Odoo's list of activities it may take.
LIMIT = 1.3
ROUNDS = 15
NAME = "My Day, 200 items (without: Odoo's list of activities)"
ACTIONS = {
    "list": "mail.mail_activity_action_my",
    "day": "crm_playbook.playbook_my_day_action",
}


def measure(env, database):
    """:class:`Result` of each; the database keeps the 200 items."""
    with step("Reading My Day, and Odoo's list of activities, in turns"):
        costs = bench_script(env, "bench_day.py", database)
    with step("Opening My Day, and Odoo's list of activities, in a browser"):
        took = _open(env, database, costs["login"])
    peer, ours = (statistics.median(took[key]) for key in ACTIONS)
    yield Result(
        f"{NAME}: opening in a browser, median of {ROUNDS}",
        f"{peer * 1000:.0f} ms",
        f"{ours * 1000:.0f} ms",
        f"x {ours / peer:.2f}",
        f"x {LIMIT}",
        ours / peer <= LIMIT,
    )
    peer, ours = (median(costs[key], "cpu") for key in ACTIONS)
    # It also finds new leads, stale deals, figures and what customers are worth.
    yield _tell("CPU of the server", peer, ours, 1000, " ms")
    peer, ours = (median(costs[key], "queries") for key in ACTIONS)
    yield _tell("queries", peer, ours, 1, "")


def _tell(what, peer, ours, factor, unit):
    return Result(
        f"{NAME}: {what}",
        f"{peer * factor:.0f}{unit}",
        f"{ours * factor:.0f}{unit}",
        f"{(ours - peer) * factor:+.0f}{unit}",
        TOLD,
        True,
    )


def _open(env, database, login):
    """Seconds, by the name of the action."""
    workplace = env.workplace
    server = serve.Server(workplace, "bench")
    server.stop()
    try:
        server.start(env.odoo, database)
        plan = {
            "address": server.address,
            "browser": str(environment.browser(workplace)),
            "login": login,
            "actions": ACTIONS,
            "rounds": ROUNDS,
        }
        script = workplace.checkout / "dev" / "scripts" / "measure_opening.py"
        command = [env.odoo.python, script, json.dumps(plan)]
        told = run(workplace, "Opening", command, log="bench")
    finally:
        server.stop()
    (line,) = [line for line in told.splitlines() if line.startswith("BENCH ")]
    return json.loads(line.removeprefix("BENCH "))
