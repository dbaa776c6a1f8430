"""Run in an Odoo shell with the addon: what scoring all customers costs, what plain SQL
that writes the same table does, and what a naive program with the ORM; prints one JSON
line.

``BENCH_ROUNDS`` says how often, ``BENCH_NAIVE`` of how many customers the naive program
scores.
"""

import os

from bench_measure import measure, statement, tell, tidy

from odoo import fields

ROUNDS, NAIVE = (int(os.environ[f"BENCH_{name}"]) for name in ("ROUNDS", "NAIVE"))
TABLES = "playbook_rfm_score, playbook_rfm_history, playbook_rfm_run"
# 1 % of the customers.
CHANGED = """
    UPDATE sale_order SET date_order = NOW() AT TIME ZONE 'UTC'
     WHERE id IN (SELECT MIN(id) FROM sale_order WHERE state = 'sale'
                GROUP BY partner_id HAVING partner_id %% 100 = 0)
"""
company = env.company
company.playbook_rfm_basis = "orders"
company.playbook_rfm_horizon_days = 730
Score = env["playbook.rfm.score"]
SQL = statement("rfm")
env.cr.commit()
found = {}


def ours():
    found["run"] = Score._refresh(company)._asdict()


def peer():
    env.cr.execute(SQL, {"company": company.id})


def naive():
    """The figures of some customers, one after the other."""
    first = fields.Date.subtract(fields.Date.today(), days=730)
    partners = env["res.partner"].search(
        [("customer_state", "!=", False)], limit=NAIVE, order="id"
    )
    for partner in partners:
        orders = env["sale.order"].search(
            [
                ("partner_id", "child_of", partner.id),
                ("state", "=", "sale"),
                ("date_order", ">=", first),
            ]
        )
        if orders:
            max(orders.mapped("date_order"))
            sum(order.amount_untaxed / order.currency_rate for order in orders)
    found["naive"] = len(partners)


def empty():
    env.cr.execute(f"TRUNCATE {TABLES}")
    env.invalidate_all()
    tidy(env)


def backend_peak():
    """The most memory of its own that this backend has had, in MB, without what it
    shares with the others; 0 where it cannot be seen.
    """
    pid = env.cr._cnx.info.backend_pid
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            lines = dict(line.split(":", 1) for line in file)
    except OSError:
        return 0
    peak, files, shared = (
        int(lines[name].split()[0]) for name in ("VmHWM", "RssFile", "RssShmem")
    )
    return (peak - files - shared) / 1024


results = {"peer": [], "ours": [], "again": []}
for _round in range(ROUNDS):
    for name, call in (("peer", peer), ("ours", ours)):
        empty()
        results[name].append(measure(env, call))
    env.cr.commit()
    results["again"].append(measure(env, ours))
    found["again"] = found["run"]
env.cr.execute(CHANGED.replace("%%", "%"))
tidy(env)
results["few"] = [measure(env, ours)]
found["few"] = found["run"]
results["naive"] = [measure(env, naive)]
env.cr.commit()
tell({**results, "found": found, "backend": backend_peak()})
