"""The table of who may do what in the README, from what the tests assert."""

import importlib
import re
import sys
import types

from dev.console import say
from dev.errors import DevError

BEGIN, END = "<!-- access table: make access-table -->", "<!-- /access table -->"
TABLE = re.compile(f"(?<={re.escape(BEGIN)}\n).*?(?={re.escape(END)})", re.DOTALL)


def write(workplace):
    """Write what ``tests/access_matrix.py`` says into the README."""
    readme = workplace.checkout / "README.md"
    text = readme.read_text("utf-8")
    if not TABLE.search(text):
        raise DevError(
            f"{readme} has no lines {BEGIN} and {END}.",
            "Put them where the table belongs.",
        )
    tests = workplace.checkout / "tests"
    matrix = _load(tests, "access_matrix")
    words = _load(tests, "access_words")
    table = f"\n{words.render(matrix.COLUMNS, matrix.MATRIX)}\n"
    changed = TABLE.sub(lambda _match: table, text)
    if changed == text:
        say("The access table is up to date.")
        return
    readme.write_text(changed, "utf-8")
    say(f"Wrote the access table into {readme}.")


def _load(tests, name):
    """A module of the tests, without the package itself, which needs Odoo."""
    package = types.ModuleType("access_tests")
    package.__path__ = [str(tests)]
    sys.modules[package.__name__] = package
    return importlib.import_module(f"{package.__name__}.{name}")
