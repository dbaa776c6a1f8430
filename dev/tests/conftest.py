"""A workplace in a temporary folder, and stand-ins for the programs of the machine."""

import os
from pathlib import Path

import pytest

from dev.tests.datasets import FILES
from dev.workplace import Workplace


@pytest.fixture
def workplace(tmp_path):
    """A workplace whose ``PATH`` holds nothing but what a test puts there."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    programs = tmp_path / "programs"
    programs.mkdir()
    environ = {
        "CRM_PLAYBOOK_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path),
        "PATH": str(programs),
    }
    return Workplace(environ, checkout)


@pytest.fixture
def program(workplace):
    """``program(name, script)`` puts a shell script of that name on the ``PATH``."""

    def write(name, script):
        path = Path(workplace.environ["PATH"].split(os.pathsep)[0]) / name
        # The script itself may use what the machine has.
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def as_user(monkeypatch):
    """Pretend to be an ordinary user."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


@pytest.fixture
def as_root(monkeypatch):
    """Pretend to be root."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)


@pytest.fixture
def folder(tmp_path):
    """A folder with a small dataset in which nothing is wrong."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path
