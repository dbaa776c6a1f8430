"""Measure the indicators of a month against hand-written SQL that writes the same rows,
and what all built-in ones cost together.
"""

from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, median, told
from dev.console import step

# How many times the SQL's time it may take.
LIMIT = 2
ROUNDS = {"XS": 3, "S": 5, "L": 3}
# On fewer records the statements take milliseconds: what is around them counts more.
JUDGED = {"L"}


def measure(env, size, database):
    """The lines of the table; the database keeps the figures."""
    with step("Measuring indicators, by plain SQL too, in turns"):
        costs = bench_script(
            env, "bench_indicators.py", database, BENCH_ROUNDS=ROUNDS[size]
        )
    return [_against_sql(size, costs), *_all(costs)]


def _against_sql(size, costs):
    ratio = median(costs["ours"], "cpu") / median(costs["peer"], "cpu")
    wall = median(costs["ours"], "wall") / median(costs["peer"], "wall")
    names = ", ".join(costs["compared"])
    return Result(
        f"a month of {names}; peer: SQL into the same table",
        told(costs["peer"]),
        told(costs["ours"]),
        f"CPU x {ratio:.2f} (wall x {wall:.2f})",
        f"x {LIMIT}" if size in JUDGED else TOLD,
        ratio <= LIMIT or size not in JUDGED,
    )


def _all(costs):
    """What all built-in ones cost together."""
    return [
        Result(
            f"a month of all {costs['indicators']} built-in indicators "
            f"({costs['rows']} rows; slowest: {costs['slowest']})",
            "",
            told(costs["all"]),
            f"{median(costs['all'], 'queries'):.0f} queries",
            TOLD,
            True,
        ),
        Result(
            "the same again, nothing changed",
            "",
            told(costs["again"]),
            f"{costs['written']} rows written",
            "0 rows",
            not costs["written"],
        ),
        Result(
            f"13 months and 8 weeks of all ({costs['runs']} periods), looked back",
            "",
            told(costs["back"]),
            f"{median(costs['back'], 'queries'):.0f} queries",
            TOLD,
            True,
        ),
    ]
