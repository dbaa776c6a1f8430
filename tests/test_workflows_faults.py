"""The short form of ``make test-faults``: workers are killed, and several meet."""

import os
import unittest
from pathlib import Path

from odoo.tests import tagged

from .processes import ProcessCase

FOLDER = Path(__file__).parent
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
RECORDS, PEOPLE = 200, 20
NEVER = {
    "poison_missed": 0,
    "others_hurt": 0,
    "doubled_or_lost": 0,
    "saves_lost": 0,
    "strays": 0,
    "mails": 0,
}


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestFaults(ProcessCase):
    name = "faults"
    template = TEMPLATE

    def test_nothing_lost_nothing_doubled(self):
        process = self._begin_script(
            FOLDER / "faults.py",
            FAULT_FOLDER=str(FOLDER),
            FAULT_RECORDS=str(RECORDS),
            FAULT_KILLS="6",
            FAULT_WORKERS="2",
            FAULT_BATCH="20",
        )
        found, log = self._result(process)
        self.assertNotIn(" ERROR ", log)
        self.assertGreaterEqual(found["kills"]["kills"], 6)
        for counts in found["kills"]["found"]:
            self.assertEqual({name: counts[name] for name in NEVER}, NEVER)
            self.assertEqual(counts["waiting"], 0)
            self.assertEqual(counts["quarantined"], RECORDS // 50)
        [counts] = found["limited_kills"]["found"]
        # Some have not had their turn yet.
        never = {name: 0 for name in NEVER if name != "poison_missed"}
        self.assertEqual({name: counts[name] for name in never}, never)
        self.assertLessEqual(counts["most_for_one"], RECORDS // PEOPLE // 2)
        together = found["workers"]["2"]
        self.assertEqual({name: together[name] for name in NEVER}, NEVER)
        self.assertEqual(together["running"], RECORDS)
        limited = found["limited"]["2"]
        self.assertEqual({name: limited[name] for name in NEVER}, NEVER)
        self.assertEqual(limited["most_for_one"], RECORDS // PEOPLE // 2)
