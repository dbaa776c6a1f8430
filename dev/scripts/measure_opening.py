"""Measure in Chromium what opening actions takes, from the click until it is drawn:
``measure_opening.py <plan as JSON>``; prints one JSON line, in seconds.

The plan (dev/bench.py writes it) names the address, the browser, the login, the actions
by what they are called in the result, and the rounds.
"""

import json
import sys
import tempfile

from chromium import Page, log_in

DESKTOP = (1366, 900)
OPEN = """
(async () => {
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    const began = performance.now();
    await action.doAction(%s, { clearBreadcrumbs: true });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - began;
})()
"""


def main(plan):
    seconds = {name: [] for name in plan["actions"]}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Page(plan["browser"], folder)
        session = log_in(plan["address"], plan["login"])
        page.show(plan["address"] + "/odoo/my-role", session, DESKTOP)
        # The first time, views and code are fetched.
        for number in range(plan["rounds"] + 1):
            for name, action in plan["actions"].items():
                took = page.wait_for(OPEN % json.dumps(action)) / 1000
                if number:
                    seconds[name].append(took)
        page.close()
    print("BENCH " + json.dumps(seconds))


main(json.loads(sys.argv[1]))
