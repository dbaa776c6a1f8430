"""A load that is killed, two scheduled actions at once, a pause meanwhile."""

import os
import time
import unittest
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .processes import ProcessCase

SCRIPT = Path(__file__).parent / "loading_worker.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
# Odoo needs so many seconds to start; whoever is later just begins later.
STARTING = 6
BATCH = 20
COUNT = 300 if FULL else 100


def all_once(count=COUNT, state="done"):
    """What there must be: each line once."""
    counts = dict.fromkeys(("loaded", "customers", "names", "keys"), count)
    return {**counts, "state": state, "failed": 0}


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestLoadingAtOnce(ProcessCase):
    name = "loading"
    template = TEMPLATE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maxDiff = None
        found = cls._result(cls._start("prepare", ""))[0]
        each = ["loading", COUNT]
        if found != dict.fromkeys(("killed", "shared", "paused"), each):
            raise AssertionError(f"They are not about to load: {found}")

    @classmethod
    def _start(cls, step, load, **environ):
        return cls._begin_script(
            SCRIPT, STEP=step, LOAD=load, COUNT=str(COUNT), **environ
        )

    def _step(self, step, load):
        result, log = self._result(self._start(step, load))
        self._check_log(log)
        return result

    def _check_log(self, log):
        bad = [line for line in log.splitlines() if " ERROR " in line]
        self.assertFalse(bad, log)

    def _at_once(self, load, *steps):
        """Run ``steps`` side by side, each in a process of its own."""
        start = str(time.time() + STARTING)
        processes = [self._start(step, load, START=start) for step in steps]
        results = [self._result(process) for process in processes]
        for _result, log in results:
            self._check_log(log)
        return [result for result, _log in results]

    def test_killed(self):
        """What was committed stays, the batch that was killed is loaded once."""
        killed = self._start("die", "killed")
        killed.communicate(timeout=120)
        self.assertEqual(killed.returncode, -9)
        found = self._step("run", "killed")
        self.assertEqual(found["before"], all_once(2 * BATCH, "loading"))
        self.assertEqual(found["after"], all_once())

    if FULL:

        def test_two_scheduled_actions(self):
            """They take turns, and load no line twice."""
            results = self._at_once("shared", "share", "share")
            for result in results:
                self.assertEqual(result["after"], all_once())
            self.assertGreaterEqual(sum(result["done"] for result in results), COUNT)

    if FULL:

        def test_paused_meanwhile(self):
            """It stops within a batch, and goes on where it was."""
            run, paused = self._at_once("paused", "slowly", "pause")
            stopped = run["after"]["loaded"]
            self.assertEqual(run["after"], all_once(stopped, "paused"))
            self.assertIn(stopped - paused["when paused"], (0, BATCH))
            self.assertLess(stopped, COUNT)
            self.assertEqual(self._step("resume", "paused")["after"], all_once())
