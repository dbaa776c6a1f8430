"""Measure scoring customers by RFM against the SQL that writes the same table, and
against a naive program with the ORM.
"""

from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, median, told
from dev.console import step

# PERFORMANCE.md: how many times the SQL's time it may take, and how many times less
# than the best naive program.
LIMIT, NAIVE_TIMES = 1.3, 40
# Megabytes of the backend.
MEMORY_LIMIT = 250
ROUNDS = {"XS": 3, "S": 5, "L": 3}
NAIVE_CUSTOMERS = 300
# What is lost in the rest of few customers is no matter of the statement.
JUDGED = {"S", "L"}


def measure(env, size, database):
    """The lines of the table; the database keeps the scores."""
    with step("Scoring customers, by plain SQL too, in turns"):
        costs = bench_script(
            env,
            "bench_rfm.py",
            database,
            BENCH_ROUNDS=ROUNDS[size],
            BENCH_NAIVE=NAIVE_CUSTOMERS,
        )
    return [*_against_sql(size, costs), *_unchanged(costs), *_against_orm(size, costs)]


def _against_sql(size, costs):
    found = costs["found"]
    ratio = median(costs["ours"], "cpu") / median(costs["peer"], "cpu")
    wall = median(costs["ours"], "wall") / median(costs["peer"], "wall")
    yield Result(
        f"RFM of {found['run']['scored']:,} customers; peer: SQL into the same tables",
        told(costs["peer"]),
        told(costs["ours"]),
        f"CPU x {ratio:.2f} (wall x {wall:.2f})",
        f"x {LIMIT}" if size in JUDGED else TOLD,
        ratio <= LIMIT or size not in JUDGED,
    )
    yield Result(
        "RFM: memory of the backend",
        "",
        f"{costs['backend']:.0f} MB",
        "",
        f"{MEMORY_LIMIT} MB",
        costs["backend"] <= MEMORY_LIMIT,
    )


def _unchanged(costs):
    again, few = costs["found"]["again"], costs["found"]["few"]
    written = again["changed"] + again["removed"] + again["moved"]
    yield Result(
        "RFM again, nothing changed",
        "",
        told(costs["again"]),
        f"{written} rows written",
        "0 rows",
        not written,
    )
    yield Result(
        "RFM again, 1 % bought today",
        "",
        told(costs["few"]),
        f"{few['changed']} of {few['scored']} rows written",
        TOLD,
        True,
    )


def _against_orm(size, costs):
    """Per customer: the naive program is run for some only."""
    found = costs["found"]
    ours = median(costs["ours"], "cpu") / max(found["run"]["scored"], 1)
    naive = costs["naive"][0]["cpu"] / max(found["naive"], 1)
    times = naive / ours
    yield Result(
        "RFM a customer; peer: a naive program with the ORM",
        f"{naive * 1000:.2f} ms",
        f"{ours * 1000:.3f} ms",
        f"CPU {times:.0f} times less",
        f"{NAIVE_TIMES} times less" if size in JUDGED else TOLD,
        times >= NAIVE_TIMES or size not in JUDGED,
    )
