"""Measure the follow-up run against what would do the same without the addon.

That is one batched create of the same activities, Odoo's own automation rules, and SQL.
The targets are those of PERFORMANCE.md. Judged by CPU seconds, PostgreSQL's among them:
on a machine that others use, seconds say little.
"""

import json
from typing import NamedTuple

from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, median, told
from dev.console import step

# How often: few leads are measured more often than many.
ROUNDS, MANY_ROUNDS = 5, 2
MEMORY_LIMIT, GROWTH_LIMIT = 70, 1.3
QUERIES_LIMIT, JUDGED_FROM = 0.6, 1_000
# Odoo's defaults for a worker: CPU seconds, seconds.
WORKER_CPU, WORKER_WALL = 60, 120
WAYS = {"backlog": "taken from the backlog", "limit": "within the daily limit"}


class Plan(NamedTuple):
    """How many leads are due at a size; ``open`` is for the lane with nothing due."""

    few: int
    many: int
    open: int
    # For base_automation: how many, and how many times faster the run must be.
    automated: dict
    # Whether the limits for a lane with nothing due are told for this size.
    full: bool = False


PLANS = {
    "XS": Plan(200, 1_000, 1_000, {200: None}),
    "S": Plan(1_000, 20_000, 20_000, {1_000: 15}),
    "L": Plan(1_000, 20_000, 100_000, {1_000: 15, 5_000: 50}, full=True),
}


def measure(env, size, without, with_addon):
    """Measure all of it, on the databases that the other benchmarks have filled.

    :return: the lines of the table.
    """
    plan = PLANS[size]
    costs = _followup(env, plan, without, with_addon)
    automated = _base_automation(env, plan, without)
    with step("Entering, a run with nothing due, late matches, a killed run"):
        entering = bench_script(
            env,
            "bench_entering.py",
            with_addon,
            BENCH_COUNTS=json.dumps([20, plan.many]),
            BENCH_OPEN=plan.open,
        )
    results = [
        *_against_bulk(plan, costs),
        *_against_automation(plan, costs, automated),
        *_alone(plan, costs),
        *_entering(plan, entering),
    ]
    return [*results, *_nothing_lost(entering, automated["late"])]


def _followup(env, plan, without, with_addon):
    """The run, one create and one INSERT, in turns, each time in a new process.

    :return: a dictionary from what was measured and for how many leads to its costs.
    """
    costs = {}
    with step(f"Following up {plan.few} and {plan.many} leads, in turns"):
        for due, ways in _rounds(plan):
            turns = [("bench_bulk.py", without, {})]
            turns += [
                ("bench_followup.py", with_addon, {"BENCH_WAYS": json.dumps(together)})
                for together in ways
            ]
            for name, database, variables in turns:
                found = bench_script(
                    env, name, database, BENCH_COUNTS=json.dumps(due), **variables
                )
                for key, cost in found.items():
                    costs.setdefault(key, []).append(cost)
    return costs


def _rounds(plan):
    """For how many leads, in which ways together in one process.

    A way that follows another finds the memory that it needs.
    """
    few = sorted({plan.few, *plan.automated})
    together, apart = [list(WAYS)], [[way] for way in WAYS]
    return [(few, together)] * ROUNDS + [([plan.many], apart)] * MANY_ROUNDS


def _base_automation(env, plan, without):
    """Once: it takes minutes, an hour for more."""
    database = f"{without}_peer"
    due = sorted(plan.automated)
    try:
        with step(f"The same with base_automation, {due} leads"):
            env.databases.clone(without, database)
            env.odoo.install(database, ["base_automation"], log="bench")
            return bench_script(
                env,
                "bench_base_automation.py",
                database,
                BENCH_COUNTS=json.dumps(due),
            )
    finally:
        env.databases.drop(database)


def _against_bulk(plan, costs):
    for count in (plan.few, plan.many):
        for peer, limit in (("bulk", 1.5), ("sql", None)):
            label = {"bulk": "one batched create", "sql": "one SQL INSERT"}[peer]
            for way, title in WAYS.items():
                yield _times(
                    f"{count} due, {title}; peer: {label}",
                    costs[f"{peer} {count}"],
                    costs[f"{way} {count}"],
                    limit,
                )


def _times(name, peer, ours, limit):
    """How many times the peer's CPU seconds ours are."""
    ratio = median(ours, "cpu") / median(peer, "cpu")
    wall = median(ours, "wall") / median(peer, "wall")
    return Result(
        name,
        told(peer),
        told(ours),
        f"CPU x {ratio:.2f} (wall x {wall:.2f})",
        f"x {limit}" if limit else TOLD,
        limit is None or ratio <= limit,
    )


def _against_automation(plan, costs, automated):
    for count, times in plan.automated.items():
        peer = [automated[f"base_automation {count}"]]
        for way, title in WAYS.items():
            ours = costs[f"{way} {count}"]
            faster = median(peer, "cpu") / median(ours, "cpu")
            wall = median(peer, "wall") / median(ours, "wall")
            yield Result(
                f"{count} due, {title}; peer: base_automation",
                told(peer),
                told(ours),
                f"CPU {faster:.0f} times less (wall {wall:.0f})",
                f"{times} times less" if times else TOLD,
                times is None or faster >= times,
            )


def _alone(plan, costs):
    """What is judged by itself; the peer is one batched create."""
    for way, title in WAYS.items():
        yield _growth(plan, costs, way)
        for count in (plan.few, plan.many):
            yield _queries(count, costs, way)
        bulk, ours = costs[f"bulk {plan.many}"], costs[f"{way} {plan.many}"]
        peer, memory = (max(c["memory"] for c in found) for found in (bulk, ours))
        yield Result(
            f"memory at {plan.many}, {title}",
            f"+{peer:.0f} MB",
            f"+{memory:.0f} MB",
            "",
            f"+{MEMORY_LIMIT} MB",
            memory <= MEMORY_LIMIT,
        )
        wall, cpu = median(ours, "wall"), median(ours, "cpu")
        yield Result(
            f"{plan.many} due under a worker's limits, {title}",
            "",
            f"{wall:.1f} s, CPU {cpu:.1f} s",
            "",
            f"{WORKER_WALL} s, CPU {WORKER_CPU} s",
            wall <= WORKER_WALL and cpu <= WORKER_CPU,
        )


def _growth(plan, costs, way):
    """Whether a lead costs more when many are due."""
    few, many = (
        {
            name: median(costs[f"{name} {count}"], "cpu") / count
            for name in ("bulk", way)
        }
        for count in (plan.few, plan.many)
    )
    growth = many[way] / few[way]
    return Result(
        f"CPU a lead at {plan.many} against {plan.few}, {WAYS[way]}",
        f"x {many['bulk'] / few['bulk']:.2f}",
        f"x {growth:.2f}",
        f"{few[way] * 1000:.2f} -> {many[way] * 1000:.2f} ms",
        f"x {GROWTH_LIMIT}",
        growth <= GROWTH_LIMIT,
    )


def _queries(count, costs, way):
    peer, queries = (
        median(costs[f"{name} {count}"], "queries") / count for name in ("bulk", way)
    )
    # What is spent once for each person does not shrink with few leads.
    judged = count >= JUDGED_FROM
    return Result(
        f"queries a lead at {count}, {WAYS[way]}",
        f"{peer:.2f}",
        f"{queries:.2f}",
        "",
        f"{QUERIES_LIMIT}" if judged else TOLD,
        queries <= QUERIES_LIMIT or not judged,
    )


def _entering(plan, found):
    yield _times(
        f"entering {plan.many}; peer: INSERT ... SELECT",
        found["insert"],
        found["enter"],
        2,
    )
    yield _times(
        f"looking again, {plan.many} enrolled; peer: the anti-join",
        found["anti_join"],
        found["enter_again"],
        1.3,
    )
    costs = found["nothing_due"]
    queries, wall = median(costs, "queries"), median(costs, "wall")
    kept = wall <= 0.05 and queries <= 10
    yield Result(
        f"looking what is new and what is over, {found['open']} in follow-up",
        "",
        told(found["scan"]),
        f"{median(found['scan'], 'queries'):.0f} queries",
        TOLD,
        True,
    )
    yield Result(
        f"a lane with nothing due, {found['open']} in follow-up",
        "",
        told(costs),
        f"{queries:.0f} queries",
        "50 ms, 10 queries" if plan.full else f"{TOLD} (L: 50 ms, 10 queries)",
        kept or not plan.full,
    )


def _nothing_lost(found, peer):
    late, killed = found["late"], found["killed"]
    yield Result(
        "late matches (assigned late, delay lowered); peer: base_automation",
        f"{peer['missed']} of {peer['of']} missed",
        f"{late['missed']} of {late['of']} missed",
        "",
        "0 missed",
        not late["missed"] and not late["early"],
    )
    yield Result(
        f"a run of {killed['of']} killed in its third batch of {killed['batch']}",
        "",
        f"{killed['kept']} kept; then {killed['lost']} lost, "
        f"{killed['doubled']} doubled",
        "",
        "all but one batch, 0, 0",
        killed["kept"] == 2 * killed["batch"]
        and not (killed["lost"] or killed["doubled"]),
    )
