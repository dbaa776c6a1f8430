"""Installing changes nothing for who has no profile; uninstalling leaves nothing
behind.

Each test works on clones of the databases that ``make test`` made, in processes of its
own.
"""

import os
import unittest
from pathlib import Path

from odoo.tests import tagged

from .processes import ProcessCase

SCRIPT = Path(__file__).parent / "lifecycle.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEMPLATE_DB")


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestLifecycle(ProcessCase):
    name = "lifecycle"
    template = TEMPLATE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = cls._shell("make_users,rights,screens,fingerprint")
        cls._odoo("-i", "crm_playbook", "--stop-after-init", "--no-http")
        cls.installed = cls._shell("rights,screens")
        cls.used = cls._shell("use,made_profile")
        cls._odoo("-u", "crm_playbook", "--stop-after-init", "--no-http")
        cls.updated = cls._shell("made_profile")
        cls._shell("uninstall")
        cls.after = cls._shell("rights,screens,fingerprint")
        cls._odoo("-i", "crm_playbook", "--stop-after-init", "--no-http")
        cls.again = cls._shell("use")

    @classmethod
    def _shell(cls, steps):
        result, _log = cls._result(cls._begin_script(SCRIPT, LIFECYCLE=steps))
        return result

    def test_installing_changes_no_screen_of_users_without_a_profile(self):
        before, after = self.before["screens"], self.installed["screens"]
        self.assertEqual(before["menus"], after["menus"])
        self.assertEqual(before["offered"], after["offered"])
        for name, arch in before["archs"].items():
            with self.subTest(name):
                self.assertEqual(arch, after["archs"][name])

    def test_installing_changes_nobodys_odoo_rights(self):
        # In a database with demo data the addon brings users of its own.
        installed = self.installed["rights"]
        kept = {login: installed[login] for login in self.before["rights"]}
        self.assertEqual(self.before["rights"], kept)

    def test_addon_worked_in_between_and_when_installed_again(self):
        self.assertEqual(self.used["use"], {"state": "prospect"})
        self.assertEqual(self.again["use"], {"state": "prospect"})

    def test_updating_keeps_a_profile_of_the_companys_own(self):
        made = self.used["made_profile"]
        self.assertEqual(made["members"], ["lifecycle_plain"])
        for kind, things in made.items():
            self.assertTrue(things, kind)
        self.assertEqual(made, self.updated["made_profile"])

    def test_uninstalling_leaves_nothing_behind(self):
        before, after = self.before["fingerprint"], self.after["fingerprint"]
        for kind, things in before.items():
            with self.subTest(kind):
                self.assertTrue(things)
                self.assertEqual(set(after[kind]) - set(things), set(), "left behind")
                self.assertEqual(set(things) - set(after[kind]), set(), "taken away")

    def test_uninstalling_brings_the_screens_back(self):
        self.assertEqual(self.before["screens"], self.after["screens"])

    def test_nobody_has_fewer_rights_than_before_the_installation(self):
        for login, groups in self.before["rights"].items():
            with self.subTest(login):
                self.assertLessEqual(set(groups), set(self.after["rights"][login]))
