"""The table of who may do what in the README, from what the tests assert."""

import re
import runpy

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
    matrix = runpy.run_path(tests / "access_matrix.py")
    words = runpy.run_path(tests / "access_words.py")
    table = f"\n{words['render'](matrix['COLUMNS'], matrix['MATRIX'])}\n"
    changed = TABLE.sub(lambda _match: table, text)
    if changed == text:
        say("The access table is up to date.")
        return
    readme.write_text(changed, "utf-8")
    say(f"Wrote the access table into {readme}.")
