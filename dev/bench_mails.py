"""Measure queueing e-mails to customers against Odoo's own template e-mails for the
same records.
"""

from dev.bench_scripts import bench_script
from dev.bench_table import TOLD, Result, median, told
from dev.console import step

# The issue: how many times Odoo's time it may take, checks and history included.
LIMIT = 1.2
# So many records, in so many turns.
COUNTS = {"XS": 500, "S": 10_000, "L": 10_000}
ROUNDS = 3
JUDGED = {"S", "L"}


def measure(env, size, database):
    """The lines of the table; the database keeps the e-mails."""
    with step("Queueing e-mails to customers, and Odoo's own, in turns"):
        costs = bench_script(
            env,
            "bench_mails.py",
            database,
            BENCH_COUNT=COUNTS[size],
            BENCH_ROUNDS=ROUNDS,
        )
    ratio = median(costs["ours"], "cpu") / median(costs["peer"], "cpu")
    wall = median(costs["ours"], "wall") / median(costs["peer"], "wall")
    yield Result(
        f"{costs['queued']:,} mails queued; peer: send_mail_batch of the same template",
        told(costs["peer"]),
        told(costs["ours"]),
        f"CPU x {ratio:.2f} (wall x {wall:.2f})",
        f"x {LIMIT}" if size in JUDGED else TOLD,
        ratio <= LIMIT or size not in JUDGED,
    )
