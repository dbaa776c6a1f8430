"""Measure a scheduled report with its real contents for as many as a company has; the
run is killed half way.
"""

from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, told
from dev.console import step

RECIPIENTS = {"XS": 30, "S": 100, "L": 1000}
# Queries a recipient, and rows that a kill may cost: a batch.
QUERIES = 100
BATCH = 10


def measure(env, size, database):
    """The lines of the table, on data of ``bench_selling.py``."""
    with step("Sending a report, killed half way"):
        found = bench_script(
            env, "bench_reports.py", database, BENCH_RECIPIENTS=RECIPIENTS[size]
        )
    count, (costs,) = found["sent_after"], found["costs"]
    queries = costs["queries"] / count
    again = found["begun"] - found["made_before"]
    return [
        Result(
            f"a report of {found['count']} recipients, the {count} after a kill",
            "",
            f"{told([costs])}: {costs['cpu'] / count:.2f} CPU s a recipient",
            f"{queries:.0f} queries each",
            f"{QUERIES} queries",
            queries <= QUERIES,
        ),
        Result(
            "memory of that run",
            "",
            f"+{costs['memory']:.0f} MB",
            "",
            TOLD,
            True,
        ),
        Result(
            "lost, doubled, left; made again after the kill",
            "",
            f"{found['lost']}, {found['doubled']}, {found['left']}",
            f"{again} made again",
            f"0, 0, 0; {BATCH}",
            not (found["lost"] or found["doubled"] or found["left"]) and again <= BATCH,
        ),
    ]
