"""The translations: the .pot from the addon, the .po files brought up to it."""

from dev import environment
from dev.console import say, step
from dev.lock import locked
from dev.programs import run
from dev.testing import BUSY, prepare
from dev.workplace import MODULE


def export(workplace):
    """Write ``i18n/crm_playbook.pot`` and merge it into the ``.po`` files beside it."""
    env = environment.ensure(workplace, cluster="test")
    database = workplace.database("pot")
    with locked(workplace, f"test-{workplace.key}", BUSY):
        prepare(env, database)
        pot = workplace.checkout / "i18n" / f"{MODULE}.pot"
        old = pot.read_text("utf-8") if pot.exists() else ""
        with step("Exporting the terms"):
            env.odoo.run(
                "Exporting the terms", "i18n", "export", "-d", database, MODULE
            )
        if _terms(old) == _terms(pot.read_text("utf-8")):
            # Nothing but the dates is new.
            pot.write_text(old, "utf-8")
        env.databases.drop(database)
    script = workplace.checkout / "dev" / "scripts" / "merge_po.py"
    told = run(
        workplace,
        "Merging the terms into the translations",
        [env.odoo.python, script, workplace.checkout / "i18n"],
    )
    say(told.rstrip())


def _terms(pot):
    """All of ``pot`` but its header."""
    return pot.partition("\n\n")[2]
