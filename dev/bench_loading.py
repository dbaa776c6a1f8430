"""Measure loading a file of customers against Odoo's import of the same file."""

import statistics
from typing import NamedTuple

from dev.bench_scripts import bench_script
from dev.bench_table import Result, told
from dev.console import step

# PERFORMANCE.md: how many times Odoo's load() it may take, without and with the review.
LIMIT, REVIEW_LIMIT = 1.3, 1.6
# Megabytes.
MEMORY_LIMIT = 250
# Of so many lines one is bad.
EVERY = 100
STEPS = ("read", "load"), ("read", "review", "load")


class Plan(NamedTuple):
    """How many customers are loaded how often, and from a file with bad lines."""

    customers: int
    rounds: int
    bad: int


PLANS = {
    "XS": Plan(2_000, 3, 1_000),
    "S": Plan(10_000, 3, 4_000),
    "L": Plan(100_000, 1, 10_000),
}


def measure(env, size, database):
    """The lines of the table; the database keeps the customers."""
    plan = PLANS[size]
    with step(f"Loading {plan.customers:,} customers, by Odoo's import too, in turns"):
        found = bench_script(
            env,
            "bench_loading.py",
            database,
            BENCH_CUSTOMERS=plan.customers,
            BENCH_ROUNDS=plan.rounds,
            BENCH_BAD=plan.bad,
        )
    results = [
        result
        for file, costs in found["costs"].items()
        for result in _compare(f"{plan.customers:,} customers, {file} file", costs)
    ]
    return [*results, _bad(plan, found["bad"])]


def _compare(name, costs):
    """By CPU seconds: other processes of the machine take their share of the others."""
    for steps, limit in zip(STEPS, (LIMIT, REVIEW_LIMIT), strict=True):
        ours = [
            {key: sum(cost[key] for cost in each) for key in ("wall", "cpu")}
            for each in zip(*(costs[name] for name in steps), strict=True)
        ]
        ratios = [
            mine["cpu"] / theirs["cpu"]
            for mine, theirs in zip(ours, costs["peer"], strict=True)
        ]
        ratio = statistics.median(ratios)
        yield Result(
            f"{name}: {', '.join(steps)} (peer: Odoo's load())",
            told(costs["peer"]),
            told(ours),
            f"x {ratio:.2f} CPU ({min(ratios):.2f} to {max(ratios):.2f})",
            f"x {limit}",
            ratio <= limit,
        )
    grown, theirs = (
        max(cost["memory"] for name in names for cost in costs[name])
        for names in (STEPS[1], ("peer",))
    )
    yield Result(
        f"{name}: memory",
        f"{theirs:+.0f} MB",
        f"{grown:+.0f} MB",
        "",
        f"+{MEMORY_LIMIT} MB",
        grown <= MEMORY_LIMIT,
    )


def _bad(plan, found):
    good = plan.bad - plan.bad // EVERY
    return Result(
        f"{plan.bad:,} lines, {plan.bad // EVERY} of them bad: loaded",
        f"{found['peer']:,}",
        f"{found['ours']:,}, {found['rejected']:,} rejected",
        "",
        f"{good:,}",
        found["ours"] == good and found["rejected"] == plan.bad - good,
    )
