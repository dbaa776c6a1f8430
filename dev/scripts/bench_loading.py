"""Run in an Odoo shell with the addon: what loading a file of customers costs, and what
Odoo's own import of the same file does, in turns; prints one JSON line.

``BENCH_CUSTOMERS`` says how many lines the file has, ``BENCH_ROUNDS`` how often,
``BENCH_BAD`` how many lines a file has in which every hundredth is bad. A file is
``usual``, with keys and options (a country, a salesperson...) that Odoo's import looks
up line by line; or ``plain``, with texts alone.
"""

import base64
import csv
import io
import os
import random
from functools import partial

from bench_measure import measure, tell, tidy

COUNT, ROUNDS, BAD = (
    int(os.environ[f"BENCH_{name}"]) for name in ("CUSTOMERS", "ROUNDS", "BAD")
)
# As the import screen sends them.
PEER_BATCH = 2_000
SYLLABLES = [a + b for a in "bcdfglmnprstvz" for b in ("a", "e", "i", "o", "u", "an")]
# From headers to the fields of load(); the room finds out by itself.
FIELDS = {
    "Customer ID": "id",
    "Name": "name",
    "E-mail": "email",
    "Phone": "phone",
    "Street": "street",
    "ZIP": "zip",
    "City": "city",
    "Country": "country_id",
    "Industry": "industry_id",
    "Salesperson": "user_id",
    "Notes": "comment",
}
PLAIN = ("Name", "E-mail", "Phone", "Street", "ZIP", "City", "Notes")
FILES = {"usual": (*FIELDS,), "plain": PLAIN}
EVERY = 100
choose = random.Random(19).choice  # noqa: S311
admin = env(user=env.ref("base.user_admin").id, su=False)
industries = env["res.partner.industry"].search([], limit=10).mapped("name")
people = env["res.users"].search([("login", "like", "salesperson")]).mapped("name")
source = env["playbook.load.source"].create({"name": "Benchmark"})
env.cr.commit()


def word():
    return "".join(choose(SYLLABLES) for _syllable in range(3)).capitalize()


def rows(name, count, *, bad=False):
    """The lines of a file; in a bad one every hundredth names no country there is."""
    return [
        [
            f"{name}_{number}",
            f"{word()} {word()}",
            f"info@{name}-{number}.example",
            f"+34 9{name[-1]} {number // 1000 % 1000:03} {number % 1000:03}",
            f"Street {number}",
            f"{number % 50_000:05}",
            word(),
            "Nowhere" if bad and not number % EVERY else "Spain",
            choose(industries),
            choose(people),
            f"Customer {number} of {name}",
        ]
        for number in range(1, count + 1)
    ]


def as_csv(columns, lines):
    text = io.StringIO()
    csv.writer(text).writerows([columns, *lines])
    return text.getvalue().encode()


def keep(columns, lines):
    """Of ``lines`` what stands in ``columns``."""
    places = [[*FIELDS].index(name) for name in columns]
    return [[line[place] for place in places] for line in lines]


def go_on(load, begin):
    """What a button begins, and the scheduled action ends."""
    begin()
    env.cr.commit()
    while load.state in ("reading", "reviewing", "loading"):
        env["playbook.load"]._cron_run()
        env.invalidate_all()
    if load.error:
        raise SystemExit(load.error)


def ours(columns, lines):
    """The costs of each step, and the load."""
    load = admin["playbook.load"].create(
        {
            "kind": "company",
            "source_id": source.id,
            "file": base64.b64encode(as_csv(columns, keep(columns, lines))),
            "file_name": "customers.csv",
        }
    )
    env.cr.commit()
    costs = {}
    for step in ("read", "review", "load"):
        begin = partial(go_on, load, getattr(load, f"action_{step}"))
        costs[step] = measure(env, begin)
        if step == "review":
            # Names made by chance may be like each other.
            load.with_context(
                load_verdict="duplicate", load_decision="load"
            ).action_decide_all()
    return costs, load


def peer(columns, lines):
    """Odoo's import, as its screen does it, without tracking; the same prospects."""
    Partner = admin["res.partner"].with_context(
        import_file=True,
        tracking_disable=True,
        default_is_company=True,
        default_is_prospect=True,
    )
    for start in range(0, len(lines), PEER_BATCH):
        batch = keep(columns, lines[start : start + PEER_BATCH])
        found = Partner.load([FIELDS[name] for name in columns], batch)
        if not found["ids"]:
            env.cr.rollback()
        env.cr.commit()


def count(name):
    return env["res.partner"].search_count([("email", "like", f"@{name}-")])


def compare(file):
    """The costs of a file, by step, and of the peer."""
    columns = FILES[file]
    costs = {"peer": [], "read": [], "review": [], "load": []}
    for number in range(ROUNDS + 1):
        # The first fills Odoo's caches.
        size = COUNT if number else 3
        tidy(env)
        found, load = ours(columns, rows(f"{file}-ours{number}", size))
        if load.loaded_count != size or load.created_count != size:
            raise SystemExit(f"{load.loaded_count} of {size} were loaded.")
        lines = rows(f"{file}-peer{number}", size)
        tidy(env)
        found["peer"] = measure(env, partial(peer, columns, lines))
        if count(f"{file}-peer{number}") != size:
            raise SystemExit("Odoo's import did not import all.")
        for name, cost in found.items() if number else ():
            costs[name].append(cost)
    return costs


def spoil():
    """How many of a file with bad lines are loaded."""
    _costs, load = ours([*FIELDS], rows("bad1", BAD, bad=True))
    peer([*FIELDS], rows("spoilt1", BAD, bad=True))
    return {
        "ours": count("bad1"),
        "rejected": load.rejected_count,
        "peer": count("spoilt1"),
    }


tell({"costs": {file: compare(file) for file in FILES}, "bad": spoil()})
