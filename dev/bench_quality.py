"""Measure the nightly pass over record quality against the SQL that writes the same
tables.
"""

from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, median, told
from dev.console import step

# How many times the SQL's time it may take.
LIMIT = 2
ROUNDS = {"XS": 3, "S": 5, "L": 3}
# What is lost in the rest of few records is no matter of the statement.
JUDGED = {"S", "L"}


def measure(env, size, database):
    """The lines of the table; the database keeps what is measured, and the procedure
    that asks for it.
    """
    with step("Measuring record quality, by plain SQL too, in turns"):
        costs = bench_script(
            env, "bench_quality.py", database, BENCH_ROUNDS=ROUNDS[size]
        )
    customers, leads = costs["rows"]
    ratio = median(costs["ours"], "cpu") / median(costs["peer"], "cpu")
    wall = median(costs["ours"], "wall") / median(costs["peer"], "wall")
    return [
        Result(
            f"quality of {customers:,} customers, {leads:,} leads; peer: SQL into the "
            "same tables",
            told(costs["peer"]),
            told(costs["ours"]),
            f"CPU x {ratio:.2f} (wall x {wall:.2f})",
            f"x {LIMIT}" if size in JUDGED else TOLD,
            ratio <= LIMIT or size not in JUDGED,
        ),
        Result(
            "quality again, nothing changed",
            "",
            told(costs["again"]),
            f"{median(costs['again'], 'queries'):.0f} queries",
            TOLD,
            True,
        ),
    ]
