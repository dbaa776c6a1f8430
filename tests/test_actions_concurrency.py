"""Two people finish the same activity at the same moment: it ends once."""

import os
import tempfile
import unittest
from pathlib import Path

from odoo.tests import tagged

from .processes import ProcessCase

SCRIPT = Path(__file__).parent / "actions_worker.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
LOGINS = ("action_a", "action_b")
WAYS = ("client", "write", "dialog")


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestTwoAtOnce(ProcessCase):
    name = "two_at_once"
    template = TEMPLATE

    def _step(self, step):
        result, _log = self._result(self._begin_script(SCRIPT, STEP=step))
        return result

    def test_one_action_and_a_clear_answer(self):
        self._step("prepare")
        folder = self.enterContext(tempfile.TemporaryDirectory())
        processes = [
            self._begin_script(SCRIPT, STEP="finish", LOGIN=login, FOLDER=folder)
            for login in LOGINS
        ]
        results = [self._result(process)[0] for process in processes]
        for way in WAYS:
            with self.subTest(way):
                both = [result[way] for result in results]
                # Both saw it open, and the database let one of them be first.
                self.assertTrue(all(each["tries"][0] for each in both))
                self.assertEqual(sorted(len(each["tries"]) for each in both), [1, 2])
                (second,) = (each for each in both if len(each["tries"]) == 2)
                self.assertFalse(second["tries"][1])
                if way == "write":
                    # It asks for what is so already.
                    self.assertFalse(second["answer"])
                else:
                    self.assertIn("is finished already", second["answer"])
        self.assertEqual(
            self._step("check"),
            {
                "actions": sorted(WAYS),
                "outcomes": ["Concurrent action"],
                "next": len(WAYS),
                "messages": 2,
            },
        )
