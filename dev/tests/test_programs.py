import re
import subprocess
import sys
import time

import pytest

from dev.errors import DevError
from dev.lock import locked
from dev.programs import find, install_debian, run


def test_output_is_returned_and_logged(workplace, program):
    program("greet", "echo hello")
    assert run(workplace, "Greeting", ["greet"]) == "hello\n"
    assert "$ greet\nhello" in workplace.log("setup").read_text()


def test_failure_shows_the_end_of_the_output_and_the_log(workplace, program):
    program("fail", "echo some reason; exit 3")
    with pytest.raises(
        DevError, match=r"Failing failed \(exit code 3\):\n\s+some reason"
    ):
        run(workplace, "Failing", ["fail"])


def test_missing_program_is_named(workplace):
    with pytest.raises(DevError, match="needs the program no-such-program"):
        run(workplace, "Trying", ["no-such-program"])


def test_find_looks_in_folders_first(workplace, program, tmp_path):
    program("a", "")
    assert find(workplace, "b", "a").name == "a"
    assert find(workplace, "b") is None


def test_ordinary_user_is_told_the_command_to_run(workplace, program, as_user):
    program("apt-get", "exit 1")
    told = "sudo apt-get install -y --no-install-recommends postgresql"
    with pytest.raises(DevError, match=re.escape(told)):
        install_debian(workplace, "The PostgreSQL server", ["postgresql"])


def test_without_apt_the_package_is_named(workplace, as_root):
    with pytest.raises(DevError, match=r"package manager .chromium is"):
        install_debian(workplace, "Chromium", ["chromium"])


def test_root_installs_even_if_one_source_is_down(
    workplace, program, as_root, tmp_path
):
    calls = tmp_path / "calls"
    script = f'echo "$1" >> {calls}; [ "$1" = install ]'
    stand_in = program("apt-get", script)
    program("setsid", f'shift 2; exec {stand_in} "$@"')
    install_debian(workplace, "Chromium", ["chromium"])
    assert calls.read_text().split() == ["update", "install"]


HOLD = """
import sys, time
from dev.lock import locked
from dev.workplace import Workplace
with locked(Workplace({"CRM_PLAYBOOK_HOME": sys.argv[1]}), "setup", "other"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def _holder(workplace, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workplace.home), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_second_run_waits_with_a_message(workplace, capfd):
    process = _holder(workplace, 1)
    started = time.monotonic()
    with locked(workplace, "setup", "another run is setting up"):
        assert time.monotonic() - started > 0.3
    message = f"Waiting: another run is setting up (process {process.pid})"
    assert message in capfd.readouterr().out
    process.wait()


def test_killed_holder_leaves_no_lock_behind(workplace, capfd):
    process = _holder(workplace, 60)
    process.kill()
    process.wait()
    with locked(workplace, "setup", "another run is setting up"):
        assert "Waiting" not in capfd.readouterr().out
