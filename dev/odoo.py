"""Odoo 19 itself: the one that ``ODOO_HOME`` names, else Debian's, unpacked for us."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from dev import debian, node
from dev.console import warn
from dev.errors import DevError
from dev.programs import run
from dev.workplace import MODULE, build_once, digest

LAYOUTS = (".", "usr/lib/python3/dist-packages", "lib/python3/dist-packages")
# Debian leaves this non-free script out; without it every page logs an error.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class Source(NamedTuple):
    """An Odoo on disk.

    ``package_root`` goes on Python's path, ``addons`` into Odoo's configuration,
    ``identity`` into the names of what is built from it.
    """

    package_root: Path
    addons: tuple
    identity: str


def ensure(workplace):
    """Find Odoo 19, or fetch it."""
    given = workplace.environ.get("ODOO_HOME")
    if given:
        source = inspect(Path(given).expanduser())
        if not any((folder / LEFT_OUT).exists() for folder in source.addons):
            warn(f"{given} lacks {LEFT_OUT}: browser tests will fail on its absence.")
        return source
    target = workplace.home / f"odoo-{debian.RECIPE}"
    node_modules = node.ensure(workplace)

    def build(folder):
        debian.unpack(workplace, folder)
        script = folder / "usr/lib/python3/dist-packages/odoo/addons" / LEFT_OUT
        script.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(
            node_modules / "@mediapipe/selfie_segmentation" / script.name, script
        )

    build_once(target, debian.RECIPE, build)
    return inspect(target)


def inspect(home):
    """Describe the Odoo under ``home``: a source checkout, an installed or unpacked
    package.

    :raise DevError: when there is none, or not version 19.0.
    """
    for layout in LAYOUTS:
        root = (home / layout).resolve()
        release = root / "odoo/release.py"
        if release.is_file():
            break
    else:
        raise DevError(
            f"ODOO_HOME={home} holds no Odoo (no odoo/release.py in it).",
            "Name the folder of an Odoo 19 source checkout or package.",
        )
    text = release.read_text("utf-8")
    version = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    if not version or version.groups() != ("19", "0"):
        raise DevError(
            f"{root} holds Odoo {'.'.join(version.groups()) if version else '?'}; "
            "this addon is for Odoo 19.0.",
            "Name another ODOO_HOME, or none: Odoo 19 is then fetched.",
        )
    # The second is where a source checkout has most addons; Debian's holds a torso
    # there.
    addons = tuple(
        folder
        for folder in (root / "odoo/addons", root / "addons")
        if any((folder / name / "views").is_dir() for name in ("base", "crm"))
    )
    return Source(root, addons, digest(str(root), _revision(root, release)))


def _revision(root, release):
    """What tells this Odoo from the same folder with another Odoo in it."""
    if (root / ".git").exists():
        head = ["git", "-C", root, "rev-parse", "HEAD"]
        told = subprocess.run(head, capture_output=True, text=True, check=False)
        if told.stdout.strip():
            return told.stdout.strip()
    return release.stat().st_mtime_ns


class Odoo:
    """An Odoo that can be run: source, interpreter, database server, addons path."""

    def __init__(self, workplace, source, python, server):
        self.workplace = workplace
        self.source = source
        self.python = python
        self.server = server
        self.data = workplace.folder("data", server.name)
        environ = server.environment(workplace)
        self.env = {
            **environ,
            "PATH": os.pathsep.join([str(python.parent), environ["PATH"]]),
            "LC_ALL": "C.UTF-8",
            # Compiled files neither into the checkout nor into somebody's Odoo.
            "PYTHONPYCACHEPREFIX": str(workplace.folder("pycache")),
            # Nobody's own ~/.odoorc decides what runs here.
            "ODOO_RC": str(self._write_configuration()),
        }

    @property
    def own_addons(self):
        """The folder in which the checkout stands under its module name."""
        folder = self.workplace.folder("addons", self.workplace.key)
        link = folder / MODULE
        if not link.is_symlink() or Path(os.readlink(link)) != self.workplace.checkout:
            link.unlink(missing_ok=True)
            link.symlink_to(self.workplace.checkout)
        return folder

    def _write_configuration(self):
        path = self.data / f"odoo-{self.workplace.key}.conf"
        addons = ",".join(map(str, [*self.source.addons, self.own_addons]))
        path.write_text(
            "[options]\n"
            f"addons_path = {addons}\n"
            f"data_dir = {self.data}\n"
            "http_interface = 127.0.0.1\n"
            "list_db = False\n"
        )
        return path

    def command(self, *arguments):
        return [self.python, "-m", "odoo", *arguments]

    def run(self, doing, *arguments, log="odoo", stdin=None):
        return run(
            self.workplace,
            doing,
            self.command(*arguments),
            env=self.env,
            log=log,
            stdin=stdin,
        )

    def install(self, database, addons, *, demo=False, doing=None, log="odoo"):
        """Install ``addons`` (a list of names) into ``database``, made when missing."""
        names = ",".join(addons)
        return self.run(
            doing or f"Installing {names}",
            *("-d", database, "-i", names, "--stop-after-init", "--no-http"),
            *(["--with-demo"] if demo else []),
            log=log,
        )

    def script(self, doing, database, path, *, log="odoo", **variables):
        """Run the Python file ``path`` in an Odoo shell on ``database``.

        :param variables: handed over as environment variables.
        """
        with Path(path).open("rb") as file:
            return run(
                self.workplace,
                doing,
                self.command("shell", "-d", database, "--no-http"),
                env={**self.env, **{k: str(v) for k, v in variables.items()}},
                log=log,
                stdin=file,
            )
