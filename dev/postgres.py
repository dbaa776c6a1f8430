"""PostgreSQL: the server that ``PGHOST`` names, else private clusters on loopback.

There are two private clusters: *demo*, which keeps its data whatever happens, and
*test*, which trades that for speed (``fsync=off``): what is in it can be made again.
"""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
from pathlib import Path
from typing import NamedTuple

from dev.console import step
from dev.errors import DevError
from dev.programs import run
from dev.workplace import build_once, write_atomically

FOREIGN = {"PYTHONPATH", "PYTHONHOME", "OPENERP_SERVER", "ODOO_RC"}
# Odoo refuses to work as "postgres".
USER = "crm_playbook"
OLDEST = 13
SERVERS = Path("/usr/lib/postgresql")
COMMON = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "512MB",
    "max_connections": "100",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server(NamedTuple):
    """A running server.

    ``name`` tells it from others, ``environ`` holds the variables that lead to it,
    ``programs`` the folders of its programs.
    """

    name: str
    environ: dict
    programs: tuple

    def environment(self, workplace):
        """The environment for programs that talk to this server, and to 127.0.0.1."""
        kept = {
            name: value
            for name, value in workplace.environ.items()
            # PGHOSTADDR or PYTHONPATH would lead to another server or another Odoo.
            if not name.startswith("PG") and name not in FOREIGN
        }
        direct = ["127.0.0.1", "localhost", workplace.environ.get("no_proxy", "")]
        path = [*map(str, self.programs), workplace.environ.get("PATH", "")]
        return {
            **kept,
            **self.environ,
            "PATH": os.pathsep.join(path),
            "no_proxy": ",".join(filter(None, direct)),
        }


def ensure(workplace, cluster):
    """A running server.

    :param cluster: ``"demo"`` or ``"test"``: which private cluster, when no server is
        named.
    """
    if workplace.environ.get("PGHOST"):
        return _given(workplace)
    binaries = _server_binaries()
    return PrivateCluster(workplace, cluster, binaries).ensure()


def _given(workplace):
    """The server that the environment names, once it has answered."""
    environ = {n: v for n, v in workplace.environ.items() if n.startswith("PG") and v}
    environ.setdefault("PGPORT", "5432")
    environ.setdefault("PGUSER", pwd.getpwuid(os.geteuid()).pw_name)
    where = f"{environ['PGUSER']}@{environ['PGHOST']}:{environ['PGPORT']}"
    if environ["PGUSER"] == "postgres":
        raise DevError(
            "PGUSER=postgres cannot be used: Odoo refuses to work as that user.",
            "Create another one (createuser --createdb <name>) and name it in PGUSER.",
        )
    ask = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    told = subprocess.run(
        ["psql", "--no-password", "-d", "postgres", "-Atc", ask],
        capture_output=True,
        text=True,
        env={**workplace.environ, **environ, "PGCONNECT_TIMEOUT": "10"},
        check=False,
    )
    if told.returncode:
        reason = told.stderr.strip() or "no answer"
        raise DevError(
            f"The PostgreSQL server {where} cannot be used: {reason}",
            "Mend PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST: "
            "a private server is then started.",
        )
    if told.stdout.strip() != "t":
        raise DevError(
            f"{where} may not create databases.",
            f"Run as its administrator: ALTER ROLE {environ['PGUSER']} CREATEDB;",
        )
    name = re.sub(r"\W+", "-", f"{environ['PGHOST']}-{environ['PGPORT']}").strip("-")
    return Server(name, environ, ())


def _server_binaries():
    """The folder with initdb and pg_ctl, of the newest installed server."""
    folder = newest()
    if not folder:
        raise DevError(
            f"No PostgreSQL server {OLDEST} or newer is installed.",
            "Install one, or let PGHOST, PGPORT and PGUSER name a running server.",
        )
    return folder


def newest():
    """The folder with the programs of the newest installed server, else None."""
    versions = [
        path.parent.parent.name
        for path in SERVERS.glob("*/bin/initdb")
        if path.parent.parent.name.isdigit() and int(path.parent.parent.name) >= OLDEST
    ]
    return binaries_of(max(versions, key=int, default=""))


def binaries_of(version):
    """The folder with the programs of server ``version``, None when it is not
    installed.
    """
    folder = SERVERS / version / "bin"
    return folder if (folder / "initdb").exists() else None


class PrivateCluster:
    """A database cluster of our own in the state folder, listening on loopback only."""

    def __init__(self, workplace, name, binaries):
        self.workplace = workplace
        self.name = name
        self.binaries = binaries
        # One folder per major version: a newer server leaves the older one's data
        # alone.
        self.folder = workplace.home / "postgres" / f"{name}-{binaries.parent.name}"
        self.data = self.folder / "data"
        # PostgreSQL does not run as root.
        self.as_postgres = os.geteuid() == 0

    def ensure(self):
        """Make and start the cluster where needed.

        :return: the :class:`Server`.
        """
        self._make_folder()
        build_once(self.folder, "cluster", self._build)
        if not self.is_running():
            self._start()
        environ = {
            "PGHOST": "127.0.0.1",
            "PGPORT": (self.folder / "port").read_text().strip(),
            "PGUSER": USER,
            "PGPASSWORD": (self.folder / "password").read_text().strip(),
        }
        return Server(self.folder.name, environ, (self.binaries,))

    def is_running(self):
        # Not through pg_ctl's exit code alone: it also asks for a readable folder.
        return self.data.is_dir() and not self._pg_ctl("status", check=False)

    def is_used(self):
        """Whether anybody is connected."""
        server = self.ensure()
        ask = (
            "SELECT COUNT(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        told = subprocess.run(
            ["psql", "--no-password", "-X", "-d", "postgres", "-Atc", ask],
            capture_output=True,
            text=True,
            env=server.environment(self.workplace),
            check=False,
        )
        return told.stdout.strip() != "0"

    def stop(self):
        if self.is_running():
            self._pg_ctl("stop", "-m", "fast")

    def _make_folder(self):
        (self.workplace.home / "postgres").mkdir(parents=True, exist_ok=True)
        if not self.as_postgres:
            return
        entered = ["runuser", "-u", "postgres", "--", "test", "-x", self.workplace.home]
        if subprocess.run(entered, check=False).returncode:
            raise DevError(
                f"The user postgres, as whom PostgreSQL runs for root, cannot enter "
                f"{self.workplace.home}.",
                "Set CRM_PLAYBOOK_HOME to a folder that every user can enter, such as "
                "/var/cache/crm_playbook.",
            )

    def _build(self, folder):
        with step(f"Making the PostgreSQL cluster '{self.name}'"):
            (folder / "password").touch(mode=0o600)
            (folder / "password").write_text(secrets.token_urlsafe(24))
            (folder / "data").mkdir(mode=0o700)
            if self.as_postgres:
                for path in (folder, *folder.iterdir()):
                    shutil.chown(path, "postgres", "postgres")
            self._run(
                "Making the PostgreSQL cluster",
                *("initdb", "-D", folder / "data", "-E", "UTF8", "--locale=C.UTF-8"),
                *("-U", USER, "--pwfile", folder / "password", "-A", "scram-sha-256"),
            )
            settings = {**COMMON, **(FAST if self.name == "test" else {})}
            # Its path may be longer than a socket's may be; all talk over TCP.
            settings["unix_socket_directories"] = ""
            with (folder / "data" / "postgresql.conf").open("a") as file:
                file.writelines(f"{k} = '{v}'\n" for k, v in settings.items())

    def _start(self):
        port = self._free_port()
        with step(f"Starting PostgreSQL '{self.name}' on port {port}"):
            write_atomically(self.folder / "port", str(port))
            self._pg_ctl("start", "-w", "-o", f"-p {port}", "-l", self.folder / "log")

    def _free_port(self):
        """The port used last time, when nobody else took it meanwhile; else any free
        one.
        """
        path = self.folder / "port"
        remembered = int(path.read_text()) if path.exists() else 0
        for port in (remembered, 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
                return probe.getsockname()[1]
        raise DevError("No free port was found on 127.0.0.1.", "Stop some servers.")

    def _pg_ctl(self, action, *arguments, check=True):
        command = ["pg_ctl", action, "-D", self.data, *arguments]
        if check:
            return self._run(f"pg_ctl {action}", *command)
        return subprocess.run(
            list(map(str, self._as_owner(*command))),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            check=False,
        ).returncode

    def _run(self, doing, *command):
        return run(
            self.workplace,
            doing,
            self._as_owner(*command),
            env={**self.workplace.environ, "LC_ALL": "C.UTF-8"},
            cwd="/",
            log=f"postgres-{self.name}",
        )

    def _as_owner(self, program, *arguments):
        prefix = ["runuser", "-u", "postgres", "--"] if self.as_postgres else []
        return [*prefix, self.binaries / program, *arguments]
