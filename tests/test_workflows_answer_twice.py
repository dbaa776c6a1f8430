"""A customer who clicks twice, with two workers of Odoo at the same moment."""

import os
import time
import unittest
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .processes import ProcessCase

SCRIPT = Path(__file__).parent / "answer_concurrent.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
# Odoo needs so many seconds to start.
STARTING = 20


if FULL:

    @tagged("post_install", "-at_install")
    @unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
    class TestAnsweredTwice(ProcessCase):
        name = "answered_twice"
        template = TEMPLATE

        def _step(self, *steps):
            start = str(time.time() + STARTING * (len(steps) > 1))
            begun = [
                self._begin_script(SCRIPT, CONCURRENCY=step, START=start)
                for step in steps
            ]
            return [self._result(process)[0] for process in begun]

        def test_two_at_once_are_one_answer(self):
            self._step("prepare")
            both = self._step("answer", "answer")
            # Where both met, one waited for the other and began anew.
            self.assertLessEqual(sum(each["repeated"] for each in both), 1)
            [found] = self._step("check")
            self.assertEqual(found, {"activities": 1, "answers": 1, "notes": 1})
