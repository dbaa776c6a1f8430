"""Odoo in processes of its own, on clones of the databases that ``make test`` made."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from odoo.tests.common import BaseCase
from odoo.tools import config

MARK = "PROCESS-RESULT "


class ProcessCase(BaseCase):
    """A database named ``<test database>_<name>``, gone when the class is done."""

    name = None
    template = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = f"{os.environ['CRM_PLAYBOOK_TEST_DB']}_{cls.name}"
        cls._program("dropdb", "--if-exists", cls.database)
        cls._program("createdb", "-T", cls.template, cls.database)
        cls.addClassCleanup(
            cls._program, "dropdb", "--force", "--if-exists", cls.database
        )
        # Not config.filestore(): pytest-odoo has that name the one folder that its
        # workers share, whatever the database, and the tours need what is in it.
        filestore = Path(config["data_dir"]) / "filestore" / cls.database
        cls.addClassCleanup(shutil.rmtree, filestore, ignore_errors=True)

    @staticmethod
    def _program(*command):
        subprocess.run(command, check=True, capture_output=True)

    @classmethod
    def _odoo(cls, *arguments):
        done = cls._begin([*arguments, "-d", cls.database])
        output, errors = done.communicate()
        if done.returncode:
            raise AssertionError(f"{arguments} failed:\n{output}\n{errors}")
        return output

    @staticmethod
    def _begin(arguments, *, environ=None, stdin=None):
        """Start Odoo with ``arguments`` and do not wait for it."""
        return subprocess.Popen(
            [sys.executable, "-m", "odoo", *arguments],
            env={**os.environ, **(environ or {})},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @classmethod
    def _begin_script(cls, path, **environ):
        """Start the Python file ``path`` in an Odoo shell and do not wait for it."""
        with path.open() as script:
            return cls._begin(
                ["shell", "-d", cls.database, "--no-http"],
                environ=environ,
                stdin=script,
            )

    @classmethod
    def _result(cls, process):
        """What the script of :meth:`_begin_script` tells, and what it logged."""
        output, errors = process.communicate(timeout=300)
        lines = [line for line in output.splitlines() if MARK in line]
        if process.returncode or not lines:
            raise AssertionError(f"No result in\n{output}\n{errors}")
        return json.loads(lines[0].partition(MARK)[2]), output + errors
