"""Removed from a team by one worker, refused by the next request of another."""

import os
import tempfile
import threading
import time
import unittest
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .processes import ProcessCase

SCRIPT = Path(__file__).parent / "teams_worker.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
PATIENCE = 120


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestTwoWorkers(ProcessCase):
    name = "two_workers"
    template = TEMPLATE

    def _step(self, step, **environ):
        result, _log = self._result(self._start(step, **environ))
        return result

    def _start(self, step, **environ):
        return self._begin_script(SCRIPT, STEP=step, **environ)

    def _removed_meanwhile(self, login, **environ):
        """What a worker finds before and after another one removes ``login``."""
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        ready, gone = folder / "ready", folder / "gone"
        self._step("prepare", LOGIN=login)
        worker = self._start("work", LOGIN=login, READY=str(ready), GONE=str(gone))
        self.addCleanup(worker.kill)
        until = time.monotonic() + PATIENCE
        while not ready.exists() and worker.poll() is None:
            self.assertLess(time.monotonic(), until, "the worker does not begin")
            threading.Event().wait(0.1)
        self._step("remove", LOGIN=login, **environ)
        gone.touch()
        result, _log = self._result(worker)
        return result

    def test_the_next_transaction_of_another_worker_refuses(self):
        found = self._removed_meanwhile("worker_member")
        self.assertEqual(found, {"before": 1, "after": 0})

    if FULL:

        def test_it_would_not_if_the_cache_were_kept(self):
            """The control: this test sees what it is there to see."""
            found = self._removed_meanwhile("worker_control", QUIETLY="1")
            self.assertEqual(found, {"before": 1, "after": 1})
