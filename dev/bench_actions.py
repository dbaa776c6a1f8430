"""Measure finishing activities against plain Odoo, and a list of a million actions."""

from dev.bench_scripts import bench_script
from dev.bench_table import Result, median
from dev.console import step

# PERFORMANCE.md: so many queries more than plain Odoo, and none more with the number.
EXTRA = 6
# Milliseconds.
LIST_LIMIT = 300
ACTIONS = 1_000_000
ONE, SOME, MANY = "1", "30", "1000"
BATCHES = 10


def measure(env, without, with_addon):
    """:class:`Result` of each; the database keeps the actions."""
    with step("Finishing activities without the addon"):
        peer = bench_script(env, "bench_actions.py", without)["finish"]
    with step(f"Finishing activities, and listing {ACTIONS:,} actions"):
        told = bench_script(env, "bench_actions.py", with_addon, BENCH_ACTIONS=ACTIONS)
    ours = told["finish"]
    extra = {
        count: median(ours[count], "queries") - median(peer[count], "queries")
        for count in (ONE, SOME, MANY)
    }
    # Odoo inserts and updates 100 rows at a time.
    limits = {ONE: EXTRA, SOME: EXTRA, MANY: EXTRA + 2 * BATCHES}
    for count, limit in limits.items():
        yield Result(
            f"finishing {count} in one call: queries",
            f"{median(peer[count], 'queries'):.0f}",
            f"{median(ours[count], 'queries'):.0f}",
            f"{extra[count]:+.0f}",
            f"+{limit:.0f}",
            extra[count] <= limit,
        )
        yield Result(
            f"finishing {count} in one call: CPU",
            f"{median(peer[count], 'cpu') * 1000:.1f} ms",
            f"{median(ours[count], 'cpu') * 1000:.1f} ms",
            f"x {median(ours[count], 'cpu') / median(peer[count], 'cpu'):.2f}",
            "told only",
            True,
        )
    for holder, costs in told["list"].items():
        took = median(costs, "wall") * 1000
        yield Result(
            f"list of {ACTIONS:,} actions, {holder}",
            "",
            f"{took:.0f} ms",
            f"{median(costs, 'queries'):.0f} queries",
            f"{LIST_LIMIT} ms",
            took <= LIST_LIMIT,
        )
