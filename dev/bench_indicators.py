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
# So many of those that compare worst are named.
WORST = 4


def measure(env, size, database):
    """The lines of the table; the database keeps the figures."""
    with step("Making a business of the data"):
        env.odoo.script(
            "Making a business of the data",
            database,
            env.workplace.checkout / "dev" / "scripts" / "bench_selling.py",
            log="bench",
            PYTHONPATH=env.workplace.checkout / "dev" / "scripts",
        )
    return compare(env, size, database)


def compare(env, size, database):
    """The lines of the table, on data that is there."""
    with step("Measuring indicators, by plain SQL too, in turns"):
        costs = bench_script(
            env, "bench_indicators.py", database, BENCH_ROUNDS=ROUNDS[size]
        )
    return [_against_sql(size, costs), *_all(costs)]


def _against_sql(size, costs):
    each = costs["compared"]
    cpu, wall = (_ratio(each.values(), what) for what in ("cpu", "wall"))
    ratios = {code: _ratio([one], "cpu") for code, one in each.items()}
    worst = sorted(ratios, key=ratios.get, reverse=True)[:WORST]
    named = ", ".join(f"{code} x {ratios[code]:.2f}" for code in worst)
    return Result(
        f"a month of {len(each)} indicators, all that they are divided by; peer: SQL "
        f"that writes the same rows (most: {named})",
        _together(each.values(), "peer"),
        _together(each.values(), "ours"),
        f"CPU x {cpu:.2f} (wall x {wall:.2f})",
        f"x {LIMIT}" if size in JUDGED else TOLD,
        cpu <= LIMIT or size not in JUDGED,
    )


def _together(each, whose):
    cpu, wall = (_sum(each, whose, what) for what in ("cpu", "wall"))
    return f"{cpu:.2f} CPU s, {wall:.2f} s"


def _sum(each, whose, what):
    return sum(median(costs[whose], what) for costs in each)


def _ratio(each, what):
    return _sum(each, "ours", what) / _sum(each, "peer", what)


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
