"""Everything that a command needs, found or made, in the order that it needs."""

from contextlib import contextmanager
from typing import NamedTuple

from dev import node, odoo, postgres, python
from dev.databases import Databases
from dev.lock import locked
from dev.programs import find, install_debian
from dev.workplace import Workplace, write_atomically

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


class Environment(NamedTuple):
    """A ready machine."""

    workplace: Workplace
    odoo: odoo.Odoo
    databases: Databases


def ensure(workplace, *, cluster):
    """Set up what is missing and start PostgreSQL.

    :param cluster: the private cluster to use, ``"demo"`` or ``"test"``.
    :raise dev.errors.DevError: for whatever the person at the keyboard must mend.
    """
    with _setup(workplace):
        source = odoo.ensure(workplace)
        interpreter = python.ensure(workplace, source)
        server = postgres.ensure(workplace, cluster)
        write_atomically(workplace.home / "ready", "set up\n")
    installation = odoo.Odoo(workplace, source, interpreter, server)
    return Environment(workplace, installation, Databases(installation))


def ensure_python(workplace):
    """The interpreter with all packages and Odoo on its path."""
    with _setup(workplace):
        return python.ensure(workplace, odoo.ensure(workplace))


def ensure_node(workplace):
    """The folder ``node_modules`` of the pinned node packages."""
    with _setup(workplace):
        return node.ensure(workplace)


def ensure_browser(workplace):
    """Chromium, which Odoo's browser tests look for on the ``PATH``."""
    with _setup(workplace):
        if not find(workplace, *BROWSERS):
            install_debian(workplace, "Chromium", ["chromium"])
        return find(workplace, *BROWSERS)


@contextmanager
def _setup(workplace):
    workplace.prepare()
    with locked(workplace, "setup", "another run is setting up the same state folder"):
        yield
