"""Measure: with the addon against without it, in one run, on data of a chosen size.

Each line names what is measured, both figures, their ratio or difference and the limit
of PERFORMANCE.md. Query counts are the hard criterion; this machine may be noisy. What
the follow-up run is measured against is in ``bench_followup.py``.
"""

import statistics
import time

from dev import (
    bench_actions,
    bench_day,
    bench_followup,
    bench_indicators,
    bench_loading,
    bench_mails,
    bench_quality,
    bench_reports,
    bench_rfm,
    environment,
)
from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, fails, median, show_table
from dev.console import step
from dev.errors import DevError
from dev.lock import locked
from dev.testing import BUSY
from dev.workplace import MODULE

# Partners, leads, orders.
SIZES = {
    "XS": (2_000, 2_000, 5_000),
    "S": (20_000, 20_000, 50_000),
    "L": (500_000, 500_000, 1_500_000),
}
INSTALL_LIMIT = 60
ROUNDS = 3
PEER_HEADER = ("what", "peer", "ours", "compared", "limit")


def bench(workplace):
    """Run every benchmark at ``SIZE`` (default S) and print the table.

    :return: 1 when a limit is not kept.
    """
    size = workplace.environ.get("SIZE", "S")
    if size not in SIZES:
        raise DevError(f"There is no size {size}.", f"Use SIZE={'|'.join(SIZES)}.")
    env = environment.ensure(workplace, cluster="test", browser=True)
    with locked(workplace, f"test-{workplace.key}", BUSY):
        without, with_addon = (workplace.database(f"bench_{n}") for n in ("a", "b"))
        try:
            results = [_install(env, size, without, with_addon)]
            results += _leads(env, without, with_addon)
            results += bench_day.measure(env, with_addon)
            results += bench_actions.measure(env, without, with_addon)
            results += bench_rfm.measure(env, size, with_addon)
            results += bench_mails.measure(env, size, with_addon)
            data = ", ".join(map(str, SIZES[size]))
            show_table(
                f"size {size}: {data} partners, leads, orders",
                ("what", "without", "with", "compared", "limit"),
                results,
            )
            figures = _figures(env, size, with_addon)
            # After the others: they change the data.
            loading = [
                *bench_loading.measure(env, size, with_addon),
                *bench_quality.measure(env, size, with_addon),
            ]
            show_table(f"loading, quality, size {size}", PEER_HEADER, loading)
            followup = bench_followup.measure(env, size, without, with_addon)
        finally:
            env.databases.drop(without)
            env.databases.drop(with_addon)
    show_table(f"follow-up, size {size}", PEER_HEADER, followup)
    return int(fails([*results, *figures, *loading, *followup]))


def _figures(env, size, with_addon):
    """Indicators and reports, on a copy: they have the data of a business."""
    business = env.workplace.database("bench_c")
    try:
        env.databases.clone(with_addon, business)
        results = [
            *bench_indicators.measure(env, size, business),
            *bench_reports.measure(env, size, business),
        ]
    finally:
        env.databases.drop(business)
    show_table(f"indicators, reports, size {size}", PEER_HEADER, results)
    return results


def _install(env, size, without, with_addon):
    """Installing on data against installing on an empty database."""
    template = env.databases.template(demo=False)
    env.databases.clone(template, with_addon)
    with step("Installing on an empty database"):
        empty = _seconds(env, with_addon)
    with step(f"Filling a database of size {size}"):
        env.databases.clone(template, without)
        env.odoo.script(
            "Filling the database",
            without,
            env.workplace.checkout / "dev" / "scripts" / "bench_data.py",
            **dict(
                zip(
                    ("BENCH_PARTNERS", "BENCH_LEADS", "BENCH_ORDERS"),
                    SIZES[size],
                    strict=True,
                )
            ),
        )
    env.databases.clone(without, with_addon)
    with step(f"Installing on size {size}"):
        filled = _seconds(env, with_addon)
    return Result(
        f"install on size {size} (without: on an empty database)",
        f"{empty:.1f} s",
        f"{filled:.1f} s",
        f"{filled - empty:+.1f} s",
        f"+{INSTALL_LIMIT} s",
        filled - empty <= INSTALL_LIMIT,
    )


def _seconds(env, database):
    started = time.monotonic()
    env.odoo.install(database, [MODULE], log="bench")
    return time.monotonic() - started


def _leads(env, without, with_addon):
    """Saving a lead may cost no query more; creating 30 one reading and one writing,
    moving 30 two writings.
    """
    measured = {without: {}, with_addon: {}}
    with step("Saving, creating and moving leads, in turns without and with the addon"):
        for _round in range(ROUNDS):
            for database, found in measured.items():
                told = bench_script(env, "bench_lead.py", database)
                for name, costs in told.items():
                    found.setdefault(name, []).extend(costs)
    allowed = {"save": 0, "create 30": 2, "move 30": 2}
    return [
        result
        for name, extra in allowed.items()
        for result in _compare(
            name, extra, measured[without][name], measured[with_addon][name]
        )
    ]


def _compare(name, extra, without, with_addon):
    queries, our_queries = (median(costs, "queries") for costs in (without, with_addon))
    yield Result(
        f"{name} leads: queries" if " " in name else f"{name} a lead: queries",
        f"{queries:.0f}",
        f"{our_queries:.0f}",
        f"{our_queries - queries:+.0f}",
        f"+{extra}",
        our_queries - queries <= extra,
    )
    cpu, our_cpu = (median(costs, "cpu") for costs in (without, with_addon))
    spread = statistics.quantiles([cost["cpu"] for cost in with_addon], n=4)
    yield Result(
        f"{name}: CPU, median of {len(with_addon)}",
        f"{cpu * 1000:.1f} ms",
        f"{our_cpu * 1000:.1f} ms ({spread[0] * 1000:.1f}-{spread[2] * 1000:.1f})",
        f"x {our_cpu / cpu:.2f}",
        TOLD,
        True,
    )
