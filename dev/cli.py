"""The commands behind ``make``: one function each, where its line says."""

import argparse
import importlib
import os
import signal
import sys
from typing import NamedTuple

from dev.console import say
from dev.errors import DevError, explain_os_error
from dev.workplace import Workplace


class Command(NamedTuple):
    """``function`` is ``module.function`` below ``dev``; it gets the workplace."""

    name: str
    function: str
    help: str


COMMANDS = (
    Command(
        "demo",
        "serve.demo",
        "serve the addon with demo data, DATA=<folder> a dataset; FRESH=1 starts anew",
    ),
    Command("stop", "serve.stop", "stop the demo server and the private PostgreSQL"),
    Command(
        "test", "testing.test", "lint and test; T=<path or pattern> runs some tests"
    ),
    Command(
        "test-full", "testing.test_full", "everything: also test_lint and Odoo's suites"
    ),
    Command(
        "test-odoo",
        "testing.test_odoo",
        "Odoo's own suites, with and without the addon",
    ),
    Command(
        "test-faults",
        "faults.test_faults",
        "kill the workers that carry out the workflows, and count",
    ),
    Command("lint", "lint.lint", "ruff, pylint-odoo, the OCA checks and prettier"),
    Command("lint-odoo", "lint.lint_odoo", "Odoo's own test_lint on the addon"),
    Command("format", "lint.format_code", "let ruff and prettier rewrite the files"),
    Command("bench", "bench.bench", "measure; SIZE=XS|S|L says on how much data"),
    Command("screenshots", "screenshots.take", "picture the screens, wide and narrow"),
    Command(
        "pot",
        "translations.export",
        "write i18n/crm_playbook.pot, update the .po files",
    ),
    Command(
        "access-table",
        "access_table.write",
        "write what tests/access_matrix.py says into the README",
    ),
    Command(
        "dashboards",
        "dashboards.write",
        "write data/results/files from the descriptions in dev/dashboards",
    ),
    Command("shell", "serve.shell", "a Python shell on the demo database"),
    Command("wheel", "wheel.build", "build a wheel into dist/"),
    Command("clean", "serve.clean", "remove what this checkout made; ALL=1: all state"),
)


def main(arguments=None):
    """Run one command.

    :return: the exit code: 0 done, 1 failed (with a message), 130 interrupted.
    """
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.help)
    chosen = parser.parse_args(arguments).command
    # The postgres user reads what root makes.
    os.umask(0o022)
    workplace = Workplace()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _function(chosen)(workplace) or 0
    except DevError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        explained = explain_os_error(error, workplace.home)
        if not explained:
            raise
        print(f"\nerror: {explained}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nInterrupted. Run the same command again: it goes on where it stopped.")
        return 130


def _function(name):
    (path,) = [command.function for command in COMMANDS if command.name == name]
    module, _dot, function = path.partition(".")
    return getattr(importlib.import_module(f"dev.{module}"), function)
