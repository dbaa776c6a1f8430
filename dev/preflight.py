"""What this machine must have of its own, asked for before anything is fetched.

Everything that is missing is named (and, for root, installed) at once: nobody should
learn of the fourth missing program after four downloads.
"""

import importlib.util
from pathlib import Path

from dev import debian, postgres, python
from dev.programs import find, install_debian

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def check(workplace, *, server=False, browser=False, printer=False):
    """Install or name what is missing.

    :param server: whether PostgreSQL is needed.
    :param browser: whether browser tests or pictures are needed.
    :param printer: whether reports are printed for real.
    :raise dev.errors.DevError: for an ordinary user, with the one command to run.
    """
    python.base_interpreter(workplace)
    needs = _needs(workplace, server=server, browser=browser, printer=printer)
    missing = [(what, packages) for what, packages, present in needs if not present]
    if missing:
        names = [what for what, _packages in missing]
        packages = [package for _what, brought in missing for package in brought]
        install_debian(workplace, ", ".join(names), packages)


def _needs(workplace, *, server, browser, printer):
    """Rows of: what it is, the Debian packages that bring it, whether it is there."""
    node = find(workplace, "node") and find(workplace, "npm")
    yield "git", ["git"], find(workplace, "git")
    yield "node with npm", ["nodejs", "npm"], node
    has_venv = importlib.util.find_spec("ensurepip")
    yield "Python's module venv", ["python3-venv"], has_venv
    if not workplace.environ.get("ODOO_HOME"):
        keys = any(Path(keyring).exists() for keyring in debian.KEYRINGS)
        yield "the Debian archive's keys", ["debian-archive-keyring"], keys
    if server and workplace.environ.get("PGHOST"):
        client = find(workplace, "psql") and find(workplace, "createdb")
        yield "the PostgreSQL client", ["postgresql-client"], client
    elif server:
        yield "the PostgreSQL server", ["postgresql"], postgres.newest()
    if browser:
        yield "Chromium", ["chromium"], find(workplace, *BROWSERS)
    if printer:
        yield "wkhtmltopdf", ["wkhtmltopdf"], find(workplace, "wkhtmltopdf")
