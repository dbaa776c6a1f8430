"""A lead from a real form on a website, with Odoo's own form really installed."""

import os
import unittest
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .processes import ProcessCase

TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")

# It takes a database of its own, with other addons: not in the everyday run.
if FULL:

    @tagged("post_install", "-at_install")
    @unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
    class TestWebLeadForm(ProcessCase):
        name = "website"
        template = TEMPLATE

        def test_who_fills_in_the_form_is_followed_up(self):
            self._odoo("-i", "website_crm", "--stop-after-init", "--no-http")
            script = Path(__file__).parent / "website_lead.py"
            found, _log = self._result(self._begin_script(script))
            self.assertEqual(found["status"], 200)
            self.assertEqual(found["name"], "Question about desks")
            self.assertEqual(found["medium"], "Website")
            self.assertEqual(found["taken"], ["waiting"])
            self.assertEqual(found["campaign"], "Email", "where the link says so")
            self.assertEqual(found["taken_too"], ["waiting"])
