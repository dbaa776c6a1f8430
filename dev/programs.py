"""Run programs: their output in a log, their failures explained."""

import os
import shutil
import subprocess
from pathlib import Path

from dev.console import say, step
from dev.errors import DevError, explain_output


def run(
    workplace,
    doing,
    command,
    *,
    env=None,
    cwd=None,
    log="setup",
    stdin=None,
    online=False,
):
    """Run ``command`` to its end with its output in the log file ``log``.

    :param doing: what it is for, as in "Unpacking Odoo" (part of the error message).
    :param online: whether it talks to a package registry, which may be out of reach.
    :return: its output as text.
    :raise DevError: when it cannot be started or does not succeed.
    """
    path = workplace.log(log)
    env = env or workplace.environ
    try:
        code, output = _record(path, list(map(str, command)), env, cwd, stdin)
    except FileNotFoundError as error:
        raise DevError(
            f"{doing} needs the program {command[0]}, which is not installed.",
            "Install it and run the same command again.",
        ) from error
    if code:
        known = explain_output(doing, output, workplace.home, online=online)
        raise known or DevError(
            f"{doing} failed (exit code {code}):\n{_tail(output)}",
            f"The whole output is in {path}.",
        )
    return output


def _record(path, command, env, cwd, stdin):
    """Run ``command`` with its output at the end of the file ``path``.

    :return: its exit code and its output.
    """
    with path.open("ab") as file:
        file.write(f"\n$ {' '.join(command)}\n".encode())
        file.flush()
        begin = file.tell()
        done = subprocess.run(
            command,
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            env=env,
            cwd=cwd,
            check=False,
        )
    with path.open("rb") as file:
        file.seek(begin)
        return done.returncode, file.read().decode(errors="replace")


def _tail(output, lines=15):
    return "\n".join(f"    {line}" for line in output.splitlines()[-lines:])


def show(command, *, env, cwd=None):
    """Run ``command`` before the person's eyes.

    :return: its exit code.
    """
    return subprocess.run(
        list(map(str, command)), env=env, cwd=cwd, check=False
    ).returncode


def find(workplace, *names, folders=()):
    """The first of the programs ``names`` that is installed, or None.

    :param folders: looked in before ``PATH``.
    """
    path = os.pathsep.join([*map(str, folders), workplace.environ.get("PATH", "")])
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return Path(found)
    return None


def install_debian(workplace, what, packages):
    """Install Debian packages when that is possible, else say how.

    :param what: what they bring, as in "The PostgreSQL server".
    :raise DevError: for an ordinary user, or on a machine without apt-get.
    """
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    # An installation that was left running by an interrupted run is waited for.
    waiting = ["-o", "DPkg::Lock::Timeout=600"]
    apt = find(workplace, "apt-get")
    if os.geteuid() != 0 or not apt:
        prefix = "sudo " if apt else ""
        raise DevError(
            f"Missing: {what}.",
            f"Run: {prefix}{' '.join(command)}"
            if apt
            else "Install it with this system's package manager "
            f"({', '.join(packages)} is its name in Debian).",
        )
    env = {**workplace.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {', '.join(packages)}"):
        refresh = ["apt-get", "update", "-o", "APT::Update::Error-Mode=any"]
        try:
            run(
                workplace,
                "Refreshing the package lists",
                refresh,
                env=env,
                online=True,
            )
        except DevError as error:
            # One of several sources may be down; the install tells whether it matters.
            say(f"    {error.what}")
        # In a session of its own: Ctrl-C must not leave dpkg half-way.
        run(
            workplace,
            f"Installing {', '.join(packages)}",
            ["setsid", "--wait", *command, *waiting],
            env=env,
            online=True,
        )
