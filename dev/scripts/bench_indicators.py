"""Run in an Odoo shell with the addon: what measuring indicators costs, some of them
compared with plain SQL that writes the same rows; prints one JSON line.

``BENCH_ROUNDS`` says how often.
"""

import os
import re
import time

from bench_measure import measure, statement, tell, tidy

from odoo import fields

from odoo.addons.crm_playbook.models.results.facts_sql import CUTS
from odoo.addons.crm_playbook.models.results.periods import MONTH, periods_back

ROUNDS = int(os.environ["BENCH_ROUNDS"])
HEAD = re.compile(r"^-- indicator: (\w+)$", re.MULTILINE)
OWN = ("segment_id", *(name for cut in list(CUTS)[1:] for name in CUTS[cut]))
ROWS = f"""
    SELECT cut, team_id, user_id, {", ".join(OWN)}, numerator, denominator
      FROM playbook_measurement
     WHERE indicator_id = %s
"""  # noqa: S608
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


def compose(indicator):
    """The statement of the peer: its facts in the frame, with what they are divided
    by.
    """
    cuts = indicator._get_cuts()
    names = [name for cut in cuts for name in CUTS[cut]]
    # Of the columns of a cut, the first tells whether a row is of it.
    cut = " ".join(f"WHEN GROUPING({CUTS[each][0]}) = 0 THEN '{each}'" for each in cuts)
    return (
        peers["FRAME"]
        .replace("FACTS", peers[indicator.code].strip().removesuffix(";"))
        .replace("CUT,", f"CASE {cut} END,")
        .replace("COLUMNS", ", ".join(names))
        .replace(
            "SETS);",
            ", ".join(f"(team_id, user_id, {', '.join(CUTS[each])})" for each in cuts)
            + ");",
        )
    )


def empty():
    env.cr.execute("TRUNCATE playbook_measurement")
    env.invalidate_all()
    env.cr.commit()


def found_of(indicator):
    """All rows of an indicator, without the zeros that somebody writes behind."""
    env.cr.execute(ROWS, [indicator.id])
    return sorted(
        str([float(x) if hasattr(x, "is_finite") else x for x in row])
        for row in env.cr.fetchall()
    )


def compare(indicator):
    """What both cost, and that they write the same."""
    run = runs.filtered(lambda each: each.indicator_id == indicator)
    start, end = run._prepare_period(fields.Datetime.now())[4:6]
    values = {"run": run.id, "indicator": indicator.id, "company": company.id}
    values |= {"first": run.date_from, "last": run.date_to, "start": start, "end": end}
    values["days"] = env["res.partner"]._get_inactive_days()
    values["stages"] = env["crm.stage"]._get_first_stage_ids()
    text = compose(indicator)

    def peer():
        env.cr.execute(text, values)
        env.cr.commit()

    def ours():
        run._measure()
        env.cr.commit()

    costs, found = {"peer": [], "ours": []}, {}
    for _round in range(ROUNDS):
        for name, call in (("peer", peer), ("ours", ours)):
            empty()
            costs[name].append(measure(env, call))
            found[name] = found_of(indicator)
    if found["peer"] != found["ours"]:
        only = [sorted({*found[a]} - {*found[b]})[:3] for a, b in PAIRS]
        raise SystemExit(f"{indicator.code}: SQL alone {only[0]}, ours {only[1]}.")
    return costs


PAIRS = (("peer", "ours"), ("ours", "peer"))


def every():
    runs._measure()
    env.cr.commit()


def written():
    env.cr.execute("SELECT xmin::text, COUNT(*) FROM playbook_measurement GROUP BY 1")
    return dict(env.cr.fetchall())


tidy(env)
# Compiled, the SQL takes longer: it is not to lose by that.
env.cr.execute("SET jit = off")
env.cr.commit()
each = {indicator.code: compare(indicator) for indicator in compared}
results = {"all": [], "again": [], "back": []}
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


if "BENCH_BACK" not in os.environ:
    results["back"].append(measure(env, back))
tell(
    {
        **results,
        "compared": each,
        "indicators": len(indicators),
        "rows": rows,
        "runs": len(due),
        "slowest": ", ".join(f"{code} {slow[code]:.2f} s" for code in slowest),
        "written": rows - sum(after[one] for one in after if one in before),
    }
)
