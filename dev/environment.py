"""Everything that a command needs, found or made, in the order that it needs."""

from contextlib import contextmanager
from typing import NamedTuple

from dev import node, odoo, postgres, preflight, python
from dev.databases import Databases
from dev.lock import locked
from dev.programs import find
from dev.workplace import Workplace, write_atomically


class Environment(NamedTuple):
    """A ready machine."""

    workplace: Workplace
    odoo: odoo.Odoo
    databases: Databases


def ensure(workplace, *, cluster, browser=False, printer=False):
    """Set up what is missing and start PostgreSQL.

    :param cluster: the private cluster to use, ``"demo"`` or ``"test"``.
    :param browser: whether Chromium is needed.
    :param printer: whether ``wkhtmltopdf`` is needed.
    :raise dev.errors.DevError: for whatever the person at the keyboard must mend.
    """
    with _setup(workplace, server=True, browser=browser, printer=printer):
        source = odoo.ensure(workplace)
        interpreter = python.ensure(workplace, source)
        server = postgres.ensure(workplace, cluster)
        write_atomically(workplace.home / "ready", "set up\n")
    installation = odoo.Odoo(workplace, source, interpreter, server)
    databases = Databases(workplace, server, installation)
    return Environment(workplace, installation, databases)


def ensure_python(workplace):
    """The interpreter with all packages and Odoo on its path."""
    with _setup(workplace):
        return python.ensure(workplace, odoo.ensure(workplace))


def ensure_node(workplace):
    """The folder ``node_modules`` of the pinned node packages."""
    with _setup(workplace):
        return node.ensure(workplace)


def browser(workplace):
    """The browser that Odoo's tests find too."""
    return find(workplace, *preflight.BROWSERS)


@contextmanager
def _setup(workplace, **needs):
    workplace.prepare()
    with locked(workplace, "setup", "another run is setting up the same state folder"):
        preflight.check(workplace, **needs)
        yield
