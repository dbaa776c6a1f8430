"""Run in an Odoo shell with the addon: what measuring indicators costs, some of them
compared with plain SQL that writes the same table; prints one JSON line.

``BENCH_ROUNDS`` says how often.
"""

import os
import re
import time

from bench_measure import measure, statement, tell, tidy

from odoo import fields

from odoo.addons.crm_playbook.models.results.periods import MONTH, periods_back

ROUNDS = int(os.environ["BENCH_ROUNDS"])
HEAD = re.compile(r"^-- indicator: (\w+)$", re.MULTILINE)
COUNTED = "SELECT COUNT(*), SUM(numerator) FROM playbook_measurement WHERE cut = 'main'"
company = env.company
company.resource_calendar_id.tz = "UTC"
Run = env["playbook.measurement.run"]
month = periods_back(MONTH, fields.Date.today(), 2)[1]
_intro, *parts = HEAD.split(statement("indicators"))
peers = dict(zip(parts[::2], parts[1::2], strict=True))
built_in = env["playbook.indicator"].search([("code", "!=", False)])
indicators = built_in.filtered(lambda one: one._get_facts(company) is not None)
compared = indicators.filtered(lambda one: one.code in peers)
env.cr.execute("TRUNCATE playbook_measurement")
Run.search([]).unlink()
runs = Run._ensure(indicators, company, [month])
# As the scheduled action does it, before anything is measured.
while not company._tell_rfm_past():
    env.cr.commit()
env.cr.commit()


def cut(by_source):
    """Those compared are divided alike on both sides."""
    for indicator in compared:
        indicator.by_source = by_source and indicator in sourced
    env.cr.commit()


def ours():
    runs.filtered(lambda run: run.indicator_id in compared)._measure()
    env.cr.commit()


def peer():
    for run in runs:
        if run.indicator_id in compared:
            start, end = run._prepare_period(fields.Datetime.now())[4:6]
            values = {"run": run.id, "indicator": run.indicator_id.id}
            values |= {"company": company.id, "start": start, "end": end}
            values |= {"first": run.date_from, "last": run.date_to}
            env.cr.execute(peers[run.indicator_id.code], values)
    env.cr.commit()


def every():
    runs._measure()
    env.cr.commit()


def empty():
    env.cr.execute("TRUNCATE playbook_measurement")
    env.invalidate_all()
    tidy(env)


def counted():
    env.cr.execute(COUNTED)
    return [float(each or 0) for each in env.cr.fetchone()]


def written():
    env.cr.execute("SELECT xmin::text, COUNT(*) FROM playbook_measurement GROUP BY 1")
    return dict(env.cr.fetchall())


sourced = compared.filtered("by_source")
results = {"peer": [], "ours": [], "all": [], "again": [], "back": []}
found = {}
cut(by_source=False)
for _round in range(ROUNDS):
    for name, call in (("peer", peer), ("ours", ours)):
        empty()
        results[name].append(measure(env, call))
        found[name] = counted()
if found["peer"] != found["ours"]:
    raise SystemExit(f"SQL finds {found['peer']}, the addon {found['ours']}.")
cut(by_source=True)
slow = {}
empty()
for indicator, own in runs.grouped("indicator_id").items():
    started = time.perf_counter()
    own._measure()
    slow[indicator.code] = time.perf_counter() - started
for _round in range(ROUNDS):
    empty()
    results["all"].append(measure(env, every))
    before = written()
    results["again"].append(measure(env, every))
after = written()
slowest = sorted(slow, key=slow.get, reverse=True)[:3]
rows = sum(before.values())
empty()
Run._make_missing()
# All of them are due.
Run.search([]).write({"date_tried": False, "state": "open"})
env.cr.commit()
due = Run._find_due()


def back():
    Run._work_off(due, 60)


results["back"].append(measure(env, back))
tell(
    {
        **results,
        "compared": compared.mapped("code"),
        "indicators": len(indicators),
        "rows": rows,
        "runs": len(due),
        "slowest": ", ".join(f"{code} {slow[code]:.2f} s" for code in slowest),
        "written": rows - sum(after[each] for each in after if each in before),
    }
)
