"""Databases: templates that are kept, clones of them that are worked on.

A *template* holds Odoo with the addon's dependencies, with or without demo data.
Building one takes minutes, cloning it seconds. Its name carries what it was built from,
so a template that no longer fits is simply not found.
"""

import os
import shutil
import subprocess

from dev.console import step
from dev.errors import DevError
from dev.lock import locked
from dev.programs import run
from dev.workplace import digest

PREFIX = "crm_playbook_"
TEMPLATE_PREFIX = "crm_playbook_tpl_"
# Raised whenever a template is built in another way than before.
TEMPLATE_VERSION = 2


class Databases:
    """The databases on a server.

    :param odoo: the :class:`dev.odoo.Odoo` that builds templates; not needed to drop.
    """

    def __init__(self, workplace, server, odoo=None):
        self.workplace = workplace
        self.odoo = odoo
        self.env = server.environment(workplace)
        self.filestores = workplace.folder("data", server.name, "filestore")

    def template(self, *, demo, addons=None):
        """The name of the template with ``addons`` (the manifest's ``depends``), built
        if missing.
        """
        addons = addons or self.workplace.dependencies
        recipe = digest(
            TEMPLATE_VERSION,
            # Its filestore stands in the state folder, its tables on the server.
            self.workplace.home,
            self.odoo.source.identity,
            addons,
            demo,
            self._server_version(),
        )
        name = f"{TEMPLATE_PREFIX}{'demo' if demo else 'bare'}_{recipe}"
        with locked(self.workplace, name, "another run is building a template"):
            if not self.exists(name):
                self._build(name, addons, demo=demo)
        return name

    def _build(self, name, addons, *, demo):
        building = f"{name}_building"
        self.drop(building)
        kind = "with demo data" if demo else "without demo data"
        with step(f"Building the template database {kind} (two to four minutes)"):
            self.odoo.install(
                building,
                addons,
                demo=demo,
                doing=f"Installing {', '.join(addons)}",
                log=name,
            )
            self.warm_assets(building)
            # Found under its name only once whole.
            self.rename(building, name)

    def warm_assets(self, database):
        """Build the web client's bundles now: whatever is cloned from it starts with
        them.
        """
        script = self.workplace.checkout / "dev" / "scripts" / "warm_assets.py"
        self.odoo.script("Building the web assets", database, script)

    def clone(self, source, target):
        """Make the database ``target`` a copy of ``source``, whatever it was."""
        self.drop(target)
        self._program("Cloning a database", "createdb", "-T", source, target)
        store = self.filestores / source
        if store.is_dir():
            # Odoo never rewrites a file of its filestore: links are as good as copies.
            shutil.copytree(store, self.filestores / target, copy_function=_link)
        return target

    def exists(self, name):
        return name in self._names()

    def drop(self, name):
        self._program("Dropping a database", "dropdb", "--if-exists", "--force", name)
        shutil.rmtree(self.filestores / name, ignore_errors=True)

    def drop_ours(self, *, all_checkouts=False):
        """Drop this checkout's databases; else all that were made from this folder."""
        made_here = {path.name for path in self.filestores.iterdir()}
        for name in self._names():
            own = f"_{self.workplace.key}" in name
            if name.startswith(PREFIX) and (
                own or (all_checkouts and name in made_here)
            ):
                self.drop(name)

    def rename(self, old, new):
        """Give the database ``old``, which nobody is connected to, the name ``new``."""
        store = self.filestores / old
        if store.is_dir():
            shutil.rmtree(self.filestores / new, ignore_errors=True)
            store.rename(self.filestores / new)
        self._ask(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def _names(self):
        return self._ask("SELECT datname FROM pg_database").split()

    def _server_version(self):
        return int(self._ask("SHOW server_version_num")) // 10000

    def _ask(self, query, database="postgres"):
        told = subprocess.run(
            ["psql", "--no-password", "-X", "-d", database, "-Atc", query],
            capture_output=True,
            text=True,
            env=self.env,
            check=False,
        )
        if told.returncode:
            raise DevError(
                f"PostgreSQL refused a query on {database}: {told.stderr.strip()}",
                "See the server's log in the state folder; make stop and try again.",
            )
        return told.stdout.strip()

    def _program(self, doing, *command):
        run(self.workplace, doing, command, env=self.env, log="databases")


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
