"""Pictures of the screens as the people who use them see them, wide and narrow.

They are taken of a fresh demo database, served on its own, in headless
Chromium, and put into the state folder for somebody to look at.
"""

import json
from contextlib import contextmanager

from dev import environment, serve
from dev.console import say, step
from dev.programs import run

LIST = "/odoo/action-base.action_partner_form?view_type="
CUSTOMER_TAB = "a[name=playbook]"
RIGHTS_TAB = "a[name=access_rights]"
# (name, login, path below the server's address, what is then clicked on).
# `_es` logins see Odoo in Spanish.
SHOTS = (
    ("customers-kanban", "sales", LIST + "kanban"),
    ("customers-list", "sales", LIST + "list"),
    ("customer", "sales", "/odoo/res.partner/{azure}", CUSTOMER_TAB),
    ("prospect", "sales", "/odoo/res.partner/{wood}", CUSTOMER_TAB),
    ("customer-es", "sales_es", "/odoo/res.partner/{azure}", CUSTOMER_TAB),
    ("customers-list-es", "sales_es", LIST + "list"),
    ("customer-without-profile", "demo", "/odoo/res.partner/{azure}"),
    ("opportunity", "sales", "/odoo/crm.lead/{lead}"),
    ("settings", "admin", "/odoo/settings#crm"),
    ("settings-es", "admin_es", "/odoo/settings#crm"),
    ("user-rights", "admin", "/odoo/action-base.action_res_users/{user}", RIGHTS_TAB),
    ("user-rights-es", "admin_es", "/odoo/action-base.action_res_users/{user}", RIGHTS_TAB),
)
WIDTHS = {"desktop": (1366, 900), "phone": (390, 844)}


def take(workplace):
    """Take every picture of :data:`SHOTS` at every width; ``T=<part of a name>`` some."""
    env = environment.ensure(workplace, cluster="demo")
    browser = environment.ensure_browser(workplace)
    target = workplace.folder("screenshots")
    chosen = [shot for shot in SHOTS if workplace.environ.get("T", "") in shot[0]]
    with _server(env) as (server, records), step(f"Taking pictures into {target}"):
        plan = {
            "address": server.address,
            "browser": str(browser),
            "widths": WIDTHS,
            "shots": [
                (name, login, path.format(**records), *clicks)
                for name, login, path, *clicks in chosen
            ],
            "target": str(target),
        }
        script = workplace.checkout / "dev" / "scripts" / "take_screenshots.py"
        told = run(
            workplace,
            "Taking the pictures",
            [env.odoo.python, script, json.dumps(plan)],
            log="screenshots",
        )
    say(told.rstrip())


@contextmanager
def _server(env):
    """A server on a fresh demo database that also speaks Spanish."""
    workplace, odoo, databases = env
    database = workplace.database("screens")
    server = serve.Server(workplace, "screens")
    server.stop()
    serve.install_with_demo_data(env, database)
    script = workplace.checkout / "dev" / "scripts" / "prepare_screenshots.py"
    told = odoo.script("Preparing the pictures", database, script)
    (line,) = [line for line in told.splitlines() if line.startswith("RECORDS ")]
    try:
        server.start(odoo, database)
        yield server, json.loads(line.removeprefix("RECORDS "))
    finally:
        server.stop()
        databases.drop(database)
