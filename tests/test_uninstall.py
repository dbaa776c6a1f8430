"""Installing changes nothing for who has no profile; uninstalling leaves nothing
behind.

Each test works on clones of the databases that ``make test`` made, in processes of its
own.
"""

import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import config

SCRIPT = Path(__file__).parent / "lifecycle.py"
MARK = "LIFECYCLE-RESULT "
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEMPLATE_DB")


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestLifecycle(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = f"{os.environ['CRM_PLAYBOOK_TEST_DB']}_lifecycle"
        cls._program("dropdb", "--if-exists", cls.database)
        cls._program("createdb", "-T", TEMPLATE, cls.database)
        cls.addClassCleanup(cls._program, "dropdb", "--if-exists", cls.database)
        filestore = config.filestore(cls.database)
        cls.addClassCleanup(shutil.rmtree, filestore, ignore_errors=True)
        cls.before = cls._shell("make_users,rights,screens,fingerprint")
        cls._odoo("-i", "crm_playbook", "--stop-after-init", "--no-http")
        cls.installed = cls._shell("rights,screens")
        cls.used = cls._shell("use")
        cls._shell("uninstall")
        cls.after = cls._shell("rights,screens,fingerprint")
        cls._odoo("-i", "crm_playbook", "--stop-after-init", "--no-http")
        cls.again = cls._shell("use")

    @staticmethod
    def _program(*command):
        subprocess.run(command, check=True, capture_output=True)

    @classmethod
    def _odoo(cls, *arguments, environ=None, stdin=None):
        command = [sys.executable, "-m", "odoo", *arguments]
        if arguments[0] != "shell":
            command += ["-d", cls.database]
        done = subprocess.run(
            command,
            env={**os.environ, **(environ or {})},
            stdin=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    @classmethod
    def _shell(cls, steps):
        with SCRIPT.open() as script:
            output = cls._odoo(
                *("shell", "-d", cls.database, "--no-http"),
                environ={"LIFECYCLE": steps},
                stdin=script,
            )
        lines = [line for line in output.splitlines() if MARK in line]
        if not lines:
            raise AssertionError(f"{steps}: no result in\n{output}")
        return json.loads(lines[0].partition(MARK)[2])

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
