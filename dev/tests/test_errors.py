import errno
from pathlib import Path

import pytest

from dev import cli
from dev.errors import DevError, explain_os_error, explain_output


@pytest.mark.parametrize(
    "output",
    [
        "tar: write error: No space left on device",
        "npm ERR! code ENOSPC",
        "E: You don't have enough free space in /var\nnot enough free space",
    ],
)
def test_full_disk_is_recognised(output):
    assert "is full" in explain_output("Unpacking", output, "/srv").what


@pytest.mark.parametrize(
    "output",
    [
        "Temporary failure resolving 'deb.example.org'",
        "npm error code ENOTFOUND",
        "[Errno 101] Network is unreachable",
        "Failed to establish a new connection: [Errno -3]",
        "Could not connect to mirror:80. - connect (111: Connection refused)",
    ],
)
def test_missing_network_is_recognised(output):
    error = explain_output("Downloading Odoo", output, "/srv", online=True)
    assert "could not be reached" in error.what
    assert "ODOO_HOME" in error.way_out


def test_refused_database_connection_is_no_missing_network():
    output = "connection to server at 127.0.0.1, port 5433 failed: Connection refused"
    assert explain_output("Installing", output, "/srv") is None


def test_shared_memory_and_interrupted_dpkg_are_recognised():
    output = "could not resize shared memory segment: No space left on device"
    assert "larger /dev" in explain_output("x", output, "/srv").way_out
    output = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'"
    assert "dpkg --configure -a" in explain_output("x", output, "/srv").way_out


def test_advice_on_permissions_fits_the_place():
    inside = PermissionError(errno.EACCES, "no", "/home/x/state/a")
    outside = PermissionError(errno.EACCES, "no", "/work/checkout/dist")
    home = Path("/home/x/state")
    assert "CRM_PLAYBOOK_HOME" in explain_os_error(inside, home).way_out
    assert "checkout" in explain_os_error(outside, home).way_out


def test_other_failures_are_left_alone():
    assert explain_output("x", "Segmentation fault", "/srv") is None
    no_such_version = "ERROR: No matching distribution found for soupsieve==4.1.2"
    assert explain_output("x", no_such_version, "/srv") is None
    assert explain_os_error(OSError(errno.EBADF, "x"), "/srv") is None


def _run(monkeypatch, failure):
    def fail(_workplace):
        raise failure

    monkeypatch.setattr(cli, "_function", lambda _name: fail)
    return cli.main(["stop"])


@pytest.mark.parametrize(
    ("failure", "code", "told"),
    [
        (DevError("It broke.", "Mend."), 1, "error: It broke.\n  -> Mend."),
        (OSError(errno.ENOSPC, "full", "/srv/x"), 1, "/srv/x is full"),
        (PermissionError(errno.EACCES, "no", "/srv/x"), 1, "cannot be written"),
        (KeyboardInterrupt(), 130, "goes on where it stopped"),
    ],
)
def test_failures_end_with_a_message_and_a_code(
    monkeypatch, capfd, failure, code, told
):
    assert _run(monkeypatch, failure) == code
    captured = capfd.readouterr()
    assert told in captured.out + captured.err
    assert "Traceback" not in captured.err


def test_unknown_failure_keeps_its_traceback(monkeypatch):
    with pytest.raises(ZeroDivisionError):
        _run(monkeypatch, ZeroDivisionError())


def test_makefile_has_every_command_and_no_other():
    makefile = (cli.Workplace().checkout / "Makefile").read_text()
    listed = makefile.partition("COMMANDS = ")[2].partition("\n\n")[0]
    assert set(listed.replace("\\", "").split()) == {c.name for c in cli.COMMANDS}


def test_every_command_leads_to_a_function():
    for command in cli.COMMANDS:
        assert callable(cli._function(command.name)), command.name
