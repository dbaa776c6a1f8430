"""Kill the workers that carry out the workflows, and count what is there afterwards.

The proof itself is ``tests/faults.py``; here stands how much of it is done, and what
must come out.
"""

import json

from dev import environment, testing
from dev.console import say, step
from dev.lock import locked

MARK = "PROCESS-RESULT "
# What may never be: of deals, activities and history.
NEVER = (
    *("poison_missed", "others_hurt", "doubled_or_lost", "saves_lost"),
    *("strays", "mails", "waiting", "unfinished"),
)
# What the limit leaves for another day.
LEFT = {"poison_missed", "waiting", "unfinished"}
FULL = {
    "FAULT_RECORDS": 20_000,
    "FAULT_KILLS": 200,
    "FAULT_WORKERS": "1,2,4",
    "FAULT_BATCH": 200,
}


def test_faults(workplace):
    """Run the long form on a database of its own and print what was found.

    :return: 1 when anything was lost, doubled or beyond a limit.
    """
    env = environment.ensure(workplace, cluster="test")
    with locked(workplace, f"test-{workplace.key}", testing.BUSY):
        database = workplace.database("faults")
        testing.prepare(env, database)
        with step("Killing workers, and letting four of them meet"):
            found = run(env, database, FULL)
        env.databases.drop(database)
    return tell(found)


def run(env, database, options):
    tests = env.workplace.checkout / "tests"
    output = env.odoo.script(
        "Killing workers",
        database,
        tests / "faults.py",
        log="faults",
        FAULT_FOLDER=tests,
        **options,
    )
    (line,) = [line for line in output.splitlines() if line.startswith(MARK)]
    return json.loads(line.removeprefix(MARK))


def tell(found):
    """Print what was found.

    :return: how many things were wrong.
    """
    records, people = found["records"], found["people"]
    wrong = []
    most = max(records // people // 2, 1)
    for label in ("kills", "limited_kills"):
        kills = found[label]
        say(f"{label}: {kills['kills']}, in {kills['rounds']} rounds of {records}")
        for counts in kills["found"]:
            say(f"    {counts}")
            wrong += judge(label, counts, limited="limited" in label)
            if "limited" in label and counts["most_for_one"] > most:
                wrong.append(f"{label}: {counts['most_for_one']} of {most}")
    for label in ("workers", "limited"):
        for number, counts in found[label].items():
            say(f"{label}: {number} at once, {counts['seconds']} s: {counts}")
            wrong += judge(f"{label} {number}", counts, limited=label == "limited")
            if label == "limited" and counts["most_for_one"] != most:
                wrong.append(f"{label} {number}: {counts['most_for_one']} of {most}")
    for text in wrong:
        say(f"  WRONG: {text}")
    return len(wrong)


def judge(label, counts, *, limited=False):
    """What of :data:`NEVER` is there all the same, as texts."""
    never = [name for name in NEVER if not (limited and name in LEFT)]
    return [f"{label}: {name} is {counts[name]}" for name in never if counts[name]]
