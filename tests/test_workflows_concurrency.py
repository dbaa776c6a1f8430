"""Two runs at once, a user who saves meanwhile, a run that is killed."""

import os
import time
import unittest
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .processes import ProcessCase

SCRIPT = Path(__file__).parent / "concurrency.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
# Odoo needs so many seconds to start; whoever is later just begins later.
STARTING = 6
DONE = {
    "leads": 300,
    "activities": 300,
    "leads with activity": 300,
    "states": ["running"],
    "events": 300,
}


class ConcurrencyCase(ProcessCase):
    template = TEMPLATE

    def _at_once(self, *steps):
        """Run ``steps`` side by side, each in a process of its own."""
        start = str(time.time() + STARTING)
        processes = [
            self._begin_script(SCRIPT, CONCURRENCY=step, START=start) for step in steps
        ]
        results = [self._result(process) for process in processes]
        for _result, log in results:
            self.assertNotIn("Traceback", log)
            self.assertNotIn(" ERROR ", log)
        return [result for result, _log in results]

    def _step(self, step):
        result, _log = self._result(self._begin_script(SCRIPT, CONCURRENCY=step))
        return result


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestTwoRuns(ConcurrencyCase):
    name = "two_runs"

    def test_each_deal_once_and_no_save_lost(self):
        self.assertEqual(self._step("prepare"), {"taken": 300})
        *_runs, saved = self._at_once("run", "run", "save")
        found = self._step("check")
        self.assertEqual(found, {**DONE, "saved": 300})
        # The run writes no opportunity: nobody who saves one has to wait for it.
        self.assertEqual(saved, {"repeated": 0})


if FULL:

    @tagged("post_install", "-at_install")
    @unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
    class TestKilledRun(ConcurrencyCase):
        name = "killed_run"

        def test_nothing_lost_nothing_doubled(self):
            self._step("prepare")
            killed = self._begin_script(SCRIPT, CONCURRENCY="die")
            killed.communicate(timeout=120)
            self.assertEqual(killed.returncode, -9)
            self.assertEqual(self._step("check")["activities"], 60)
            self._step("run")
            self.assertEqual(self._step("check"), {**DONE, "saved": 0})
