"""Segments on mailing lists, with Email Marketing really installed."""

import os
import unittest
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .processes import ProcessCase

TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")

# It takes a database of its own, with another addon: not in the everyday run.
if FULL:

    @tagged("post_install", "-at_install")
    @unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
    class TestSegmentsMailing(ProcessCase):
        name = "mailing"
        template = TEMPLATE

        def test_each_address_once_and_nobody_who_wants_none(self):
            self._odoo("-i", "mass_mailing", "--stop-after-init", "--no-http")
            script = Path(__file__).parent / "mailing.py"
            found, _log = self._result(self._begin_script(script))
            self.assertTrue(found["offered"])
            self.assertEqual(found["name"], "Mailed")
            self.assertEqual(found["emails"], ["one@example.com", "two@example.com"])
            self.assertTrue(found["known"], "who is a contact already stays that one")
            self.assertTrue(found["refused"], "who may not change mailing lists")
            first, again = found["told"]
            self.assertIn("2 added, 0 on it before, 1 without", first)
            self.assertIn("0 added, 2 on it before, 1 without", again)
