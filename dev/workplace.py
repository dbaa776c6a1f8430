"""Where things stand on this machine: the checkout, and the state kept outside it."""

import ast
import hashlib
import json
import os
import shutil
from pathlib import Path

from dev.errors import DevError

CHECKOUT = Path(__file__).resolve().parent.parent
MODULE = "crm_playbook"
# Only a folder that holds it is ever filled or removed.
MARKER = ".crm_playbook"
NEEDED_BYTES = 4 * 1024**3


class Workplace:
    """One checkout and its state folder, as the environment describes them.

    :param environ: the environment variables to go by (``CRM_PLAYBOOK_HOME``,
        ``ODOO_HOME``, ``PGHOST``...).
    :param checkout: the folder that holds ``__manifest__.py``.
    """

    def __init__(self, environ=os.environ, checkout=CHECKOUT):
        self.environ = dict(environ)
        self.checkout = Path(checkout)
        self.home = self._home()
        # Two checkouts may share one state folder: what is one's own carries this key.
        self.key = hashlib.sha256(str(self.checkout).encode()).hexdigest()[:6]

    def _home(self):
        given = self.environ.get("CRM_PLAYBOOK_HOME")
        if given:
            return Path(given).expanduser().resolve()
        if os.geteuid() == 0:
            # The postgres user, who must reach it, cannot enter root's home.
            return Path("/var/cache/crm_playbook")
        cache = self.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(cache) / "crm_playbook"

    def is_prepared(self):
        """Whether the state folder is there and ours."""
        return (self.home / MARKER).exists()

    def prepare(self):
        """Make the state folder.

        :raise DevError: when it is a folder with something else in it (which we would
            remove or overwrite), or when there is too little room.
        """
        if not self.is_prepared():
            if self.home.exists() and any(self.home.iterdir()):
                raise DevError(
                    f"{self.home} is not empty and was not made by this project.",
                    "Set CRM_PLAYBOOK_HOME to a new or empty folder.",
                )
            self.home.mkdir(parents=True, exist_ok=True)
            (self.home / MARKER).touch()
        free = shutil.disk_usage(self.home).free
        if free < NEEDED_BYTES and not (self.home / "ready").exists():
            raise DevError(
                f"{self.home} has {free / 1024**3:.1f} GB of free space; "
                "4 GB are needed.",
                "Free some space, or set CRM_PLAYBOOK_HOME to a folder on another "
                "disk.",
            )

    def flag(self, name):
        """Whether the variable ``name`` (as in ``FRESH=1``) says yes."""
        return self.environ.get(name, "").lower() in ("1", "yes", "true", "on")

    def folder(self, *parts):
        path = self.home.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, name):
        """The log file ``name``, in a folder that exists."""
        return self.folder("logs") / f"{name}.log"

    def database(self, purpose):
        """The name of this checkout's database for ``purpose`` (test, demo...)."""
        return f"{MODULE}_{purpose}_{self.key}"

    @property
    def manifest(self):
        return ast.literal_eval((self.checkout / "__manifest__.py").read_text("utf-8"))

    @property
    def dependencies(self):
        """The addons that the template databases are built with."""
        return sorted(self.manifest["depends"])


def digest(*parts):
    """A short fingerprint of ``parts`` (anything that JSON can hold)."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def file_digest(path, algorithm="sha256"):
    found = hashlib.new(algorithm)
    with Path(path).open("rb") as file:
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()


def build_once(target, recipe, build):
    """Let ``build(target)`` fill the folder ``target``, unless it stands for ``recipe``
    already.

    The stamp is written last, so that a build that was interrupted or failed is never
    trusted: the next run removes it and begins again.

    :return: whether anything was built.
    """
    stamp = target / ".complete"
    if stamp.is_file() and stamp.read_text("utf-8") == recipe:
        return False
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    build(target)
    write_atomically(stamp, recipe)
    return True


def write_atomically(path, text):
    """Write ``text`` so that no reader ever sees half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)
