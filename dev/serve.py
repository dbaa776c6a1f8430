"""The demo: a server to look at, with a database that keeps what one does in it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from dev import demo_data, environment, postgres
from dev.console import say, step
from dev.databases import Databases
from dev.errors import DevError
from dev.lock import locked
from dev.workplace import MODULE, file_digest, write_atomically

FIRST_PORT = 8069
# A proxy has no business between two programs of this machine.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
# What a database installed from: everything that is part of the addon itself.
NOT_THE_ADDON = {"dev", "tests", "docs", "newsfragments", ".ci", ".git", "dist"}


def demo(workplace):
    """Serve the addon with demo data, or with the dataset ``DATA``, and say where."""
    content = demo_data.chosen(workplace)
    env = environment.ensure(workplace, cluster="demo")
    with locked(
        workplace, f"demo-{workplace.key}", "another run is preparing the demo"
    ):
        Server(workplace).stop()
        database = demo_database(env, content)
        server = Server(workplace)
        with step("Starting Odoo"):
            server.start(env.odoo, database)
    say()
    say(f"CRM Playbook is served on {server.address}")
    say()
    width = max(len(login) for login, _who in content.logins) + 1
    say(f"  {'login':<{width}} {'password':<{width}} who")
    for login, who in content.logins:
        say(f"  {login:<{width}} {login:<{width}} {who}")
    say()
    say(f"The log is {server.log}. make stop ends the server.")


def demo_database(env, content):
    """The database with ``content`` and the addon as it stands in the checkout.

    :param content: what :func:`dev.demo_data.chosen` returns.
    """
    workplace, odoo, databases = env
    database = workplace.database(content.purpose)
    installed = workplace.folder("demo") / f"{database}.code"
    loaded = workplace.folder("demo") / f"{database}.content"
    code = code_digest(workplace.checkout)
    if (
        workplace.flag("FRESH")
        or not databases.exists(database)
        or _told(loaded) != content.stamp
    ):
        building = f"{database}_building"
        content.install(env, building)
        databases.drop(database)
        # Whoever is interrupted here has a database of which nothing is told.
        loaded.unlink(missing_ok=True)
        databases.rename(building, database)
        write_atomically(installed, code)
        write_atomically(loaded, content.stamp)
    elif _told(installed) != code:
        with step("Updating the addon in the demo database (FRESH=1 starts anew)"):
            odoo.run(
                "Updating the addon",
                *("-d", database, "-u", MODULE, "--stop-after-init", "--no-http"),
            )
        write_atomically(installed, code)
    content.report(workplace)
    return database


def _told(stamp):
    """What stands in a file, "" when there is none."""
    return stamp.read_text("utf-8") if stamp.exists() else ""


def code_digest(checkout):
    """A fingerprint of the addon: it changes when the database must be updated."""
    files = [
        path
        for top in sorted(checkout.iterdir())
        if top.name not in NOT_THE_ADDON and not top.name.startswith(".")
        for path in ([top] if top.is_file() else sorted(top.rglob("*")))
        if path.is_file() and path.suffix != ".pyc"
    ]
    return "\n".join(
        f"{path.relative_to(checkout)} {file_digest(path)}" for path in files
    )


class Server:
    """A server of one checkout: a process that goes on after ``make`` has ended."""

    def __init__(self, workplace, name="demo"):
        self.workplace = workplace
        self.state = workplace.folder("demo") / f"{name}-{workplace.key}.json"
        self.log = workplace.log(f"{name}-{workplace.key}")
        self.port = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, odoo, database):
        """Start Odoo on the first free port and wait for its answer."""
        self.port = free_port()
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                odoo.command(
                    *("-d", database, "--db-filter", f"^{database}$"),
                    *("--http-port", str(self.port), "--max-cron-threads", "1"),
                ),
                env=odoo.env,
                cwd=self.workplace.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C at the prompt is not meant for a server started earlier.
                start_new_session=True,
            )
        write_atomically(
            self.state, json.dumps({"pid": process.pid, "database": database})
        )
        try:
            self._wait(process)
        except BaseException:
            process.terminate()
            raise

    def _wait(self, process, seconds=120):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            try:
                with DIRECT.open(f"{self.address}/web/login", timeout=60):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.3)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise DevError(
            f"Odoo did not start:\n{tail}", f"The whole log is in {self.log}."
        )

    def stop(self):
        """End the server if it runs.

        :return: whether it ran.
        """
        if not self.state.exists():
            return False
        told = json.loads(self.state.read_text())
        ran = _is_ours(told["pid"], told["database"])
        if ran:
            os.kill(told["pid"], signal.SIGTERM)
            until = time.monotonic() + 15
            while _is_ours(told["pid"], told["database"]):
                if time.monotonic() > until:
                    os.kill(told["pid"], signal.SIGKILL)
                time.sleep(0.1)
        self.state.unlink()
        return ran


def free_port(first=FIRST_PORT):
    """The first port from ``first`` on that nobody listens on."""
    for port in range(first, first + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise DevError(
        f"No port from {first} to {first + 199} is free.", "Stop some servers."
    )


def _is_ours(pid, database):
    """Whether ``pid`` is still the server of ``database`` and not somebody else's
    process.
    """
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return database.encode() in command


def stop(workplace):
    """Stop the demo server, and the private PostgreSQL clusters that nobody uses."""
    if not workplace.is_prepared():
        say("Nothing runs.")
        return
    if Server(workplace).stop():
        say("The demo server is stopped.")
    for cluster in _clusters(workplace):
        if not cluster.is_running():
            continue
        if cluster.is_used():
            say(f"The PostgreSQL cluster '{cluster.name}' is in use and left running.")
            continue
        cluster.stop()
        say(f"The PostgreSQL cluster '{cluster.name}' is stopped.")


def _clusters(workplace):
    for folder in (workplace.home / "postgres").glob("*-*"):
        name, _dash, version = folder.name.rpartition("-")
        binaries = postgres.binaries_of(version)
        if binaries:
            yield postgres.PrivateCluster(workplace, name, binaries)


def shell(workplace):
    """Open a Python shell on the demo database (that of ``DATA``, when given)."""
    content = demo_data.chosen(workplace)
    env = environment.ensure(workplace, cluster="demo")
    with locked(
        workplace, f"demo-{workplace.key}", "another run is preparing the demo"
    ):
        database = demo_database(env, content)
    command = env.odoo.command("shell", "-d", database, "--no-http")
    return subprocess.run(command, env=env.odoo.env, check=False).returncode


def clean(workplace):
    """Remove this checkout's databases; with ``ALL=1`` the whole state folder.

    Only what is there is touched: nothing is fetched or installed in order to remove
    it.
    """
    if not workplace.is_prepared():
        say("There is nothing to remove.")
        return
    everything = workplace.flag("ALL")
    Server(workplace).stop()
    with step("Dropping databases"):
        for server in _servers(workplace):
            Databases(workplace, server).drop_ours(all_checkouts=everything)
    if everything:
        for cluster in _clusters(workplace):
            cluster.stop()
        with step(f"Removing {workplace.home}"):
            shutil.rmtree(workplace.home)


def _servers(workplace):
    """The servers that databases of ours may be on."""
    if workplace.environ.get("PGHOST"):
        yield postgres.ensure(workplace, "demo")
    for cluster in _clusters(workplace):
        yield cluster.ensure()
