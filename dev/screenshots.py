"""Pictures of the screens as the people who use them see them, wide and narrow.

They are taken of a fresh demo database, served on its own, in headless Chromium, and
put into the state folder for somebody to look at.
"""

import json
from contextlib import contextmanager

from dev import demo_data, environment, serve
from dev.console import say, step
from dev.lock import locked
from dev.programs import run

LIST = "/odoo/action-base.action_partner_form?view_type="
CUSTOMER_TAB = "a[name=playbook]"
MENUS_TAB = "a[name=menus]"
RIGHTS_TAB = "a[name=access_rights]"
GROUPED = (
    ".o_searchview_dropdown_toggler",
    "text=Customer state",
    ".o_searchview_dropdown_toggler",
)
STALE = "/odoo/playbook-stale"
START = "/odoo/playbook-getting-started"
SWITCH_ON = "button[name=action_switch_on]"
FOLLOW_UP = "/odoo/action-crm_playbook.playbook_enrollment_action"
TYPES = "/odoo/action-crm_playbook.playbook_customer_type_action"
MOVES = "/odoo/action-crm_playbook.playbook_transition_action"
USER = "/odoo/action-base.action_res_users/{user}"
EXPLAIN = "/odoo/playbook.access.explain/{explain}"
EXPLAIN_MENU = (".o_cp_action_menus button", "text=Explain Access")
DAY = "/odoo/my-day"
NEW, ATTENTION = ".o_playbook_day_new", ".o_playbook_day_settings"
POSTPONE = ".o_playbook_day_postpone"
PAGE_360 = "a[name=playbook_360]"
USER_MENU = ".o_user_menu button"
# What every profile that works with customers sees: (name, path, what is clicked on).
EACH = (
    ("my-day", DAY),
    ("my-day-new", DAY, NEW),
    ("opportunities", "/odoo/playbook-opportunities"),
    ("opportunity", "/odoo/crm.lead/{lead}"),
    ("customers", "/odoo/playbook-customers"),
    ("customer", "/odoo/res.partner/{azure}"),
    ("customer-360", "/odoo/res.partner/{azure}", PAGE_360),
    ("contact", "/odoo/res.partner/{contact}"),
    ("activities", "/odoo/playbook-activities"),
    ("my-role", "/odoo/my-role"),
)
OF_EACH = tuple(
    (f"{name}-of-{login}", login, path, *clicks)
    for login in ("sales", "marketing", "service", "management")
    for name, path, *clicks in EACH
)
SHAPING = (
    ("my-day-of-configurator", "configurator", DAY),
    ("screens", "configurator", "/odoo/playbook-screens"),
    ("screen", "configurator", "/odoo/playbook.screen/{screen}"),
    ("profile", "configurator", "/odoo/playbook-profiles/{profile}"),
    ("profile-menus", "configurator", "/odoo/playbook-profiles/{profile}", MENUS_TAB),
    ("my-day-postpone", "sales", DAY, POSTPONE),
    ("attention", "sales", DAY, ATTENTION),
    ("user-menu", "sales", DAY, USER_MENU),
    (
        "absences",
        "management",
        "/odoo/action-crm_playbook.playbook_absence_action?view_type=list",
    ),
)
LOG = ".o_playbook_day_log, .o_playbook_day_log_phone"
CARD = ".o_kanban_record .o-mail-ActivityButton"
ACTIONS = (
    ("my-day-outcomes", "sales", DAY, ".o_playbook_day_line .o_playbook_day_finish"),
    ("log", "sales", DAY, LOG),
    ("card-outcomes", "sales", "/odoo/crm", CARD, "[class*=markAsDone]"),
    ("timeline", "sales", "/odoo/crm.lead/{lead}", "a[name=playbook_timeline]"),
    ("customer-actions", "sales", "/odoo/customer-actions"),
    ("customer-actions-of-management", "management", "/odoo/customer-actions"),
    ("effectiveness", "management", "/odoo/effectiveness"),
    ("overdue", "sales", "/odoo/playbook-overdue-activities"),
    (
        "purposes",
        "configurator",
        "/odoo/action-crm_playbook.playbook_purpose_action",
    ),
    (
        "outcome",
        "configurator",
        "/odoo/action-crm_playbook.playbook_outcome_action/{outcome}",
    ),
    (
        "activity-type",
        "configurator",
        "/odoo/action-mail.mail_activity_type_action/{call}",
    ),
)
# For each language: (name, login, path below the server's address, what is then clicked
# on).
SHOTS = {
    "en_US": (
        ("customers-kanban", "sales", LIST + "kanban"),
        ("customers-list", "sales", LIST + "list"),
        ("customers-by-state", "sales", LIST + "list", *GROUPED),
        ("customer", "sales", "/odoo/res.partner/{azure}", CUSTOMER_TAB),
        ("prospect", "sales", "/odoo/res.partner/{prospect}", CUSTOMER_TAB),
        ("inactive", "sales", "/odoo/res.partner/{inactive}", CUSTOMER_TAB),
        (
            "customer-for-marketing",
            "marketing",
            "/odoo/res.partner/{azure}",
            CUSTOMER_TAB,
        ),
        ("customer-for-service", "service", "/odoo/res.partner/{azure}", CUSTOMER_TAB),
        (
            "customer-for-management",
            "management",
            "/odoo/res.partner/{azure}",
            CUSTOMER_TAB,
        ),
        ("customer-without-profile", "demo", "/odoo/res.partner/{azure}"),
        ("opportunity", "sales", "/odoo/crm.lead/{lead}"),
        ("opportunity-tab", "sales", "/odoo/crm.lead/{lead}", CUSTOMER_TAB),
        ("pipeline", "sales", "/odoo/crm"),
        ("stale", "sales", STALE),
        ("stale-for-management", "management", STALE),
        ("getting-started", "admin", START),
        ("go-live", "admin", START, SWITCH_ON),
        ("getting-started-for-management", "management", START),
        (
            "workflow",
            "management",
            "/odoo/action-crm_playbook.playbook_workflow_action/1",
        ),
        ("follow-up", "management", FOLLOW_UP),
        ("customer-types", "admin", TYPES),
        ("stage-changes", "management", MOVES),
        ("settings", "admin", "/odoo/settings#crm"),
        ("user-rights", "admin", USER, RIGHTS_TAB),
        ("explain-access", "admin", EXPLAIN),
        ("explain-access-from-lead", "admin", "/odoo/crm.lead/{lead}", *EXPLAIN_MENU),
        *OF_EACH,
        *SHAPING,
        *ACTIONS,
    ),
    "es_ES": (
        ("customers-list-es", "sales", LIST + "list"),
        ("customer-es", "sales", "/odoo/res.partner/{azure}", CUSTOMER_TAB),
        ("prospect-es", "sales", "/odoo/res.partner/{prospect}", CUSTOMER_TAB),
        ("settings-es", "admin", "/odoo/settings#crm"),
        ("opportunity-tab-es", "sales", "/odoo/crm.lead/{lead}", CUSTOMER_TAB),
        ("stale-es", "sales", STALE),
        ("getting-started-es", "admin", START),
        ("go-live-es", "admin", START, SWITCH_ON),
        (
            "workflow-es",
            "management",
            "/odoo/action-crm_playbook.playbook_workflow_action/1",
        ),
        ("user-rights-es", "admin", USER, RIGHTS_TAB),
        *((f"{name}-es", *rest) for name, *rest in (*OF_EACH, *SHAPING, *ACTIONS)),
    ),
}
WIDTHS = {"desktop": (1366, 900), "phone": (390, 844)}


def take(workplace):
    """Take all of :data:`SHOTS` at every width; ``T=<part of a name>`` some."""
    env = environment.ensure(workplace, cluster="demo", browser=True)
    with locked(workplace, f"screens-{workplace.key}", "another run takes pictures"):
        _take(env)


def _take(env):
    workplace = env.workplace
    browser = environment.browser(workplace)
    target = workplace.folder("screenshots")
    wanted = workplace.environ.get("T", "")
    with _server(env) as server, step(f"Taking pictures into {target}"):
        for language, shots in SHOTS.items():
            chosen = [shot for shot in shots if wanted in shot[0]]
            if not chosen:
                continue
            records = _prepare(env, language)
            plan = {
                "address": server.address,
                "browser": str(browser),
                "widths": WIDTHS,
                "shots": [
                    (n, who, path.format(**records), *c) for n, who, path, *c in chosen
                ],
                "target": str(target),
            }
            script = workplace.checkout / "dev" / "scripts" / "take_screenshots.py"
            command = [env.odoo.python, script, json.dumps(plan)]
            say(run(workplace, "Taking pictures", command, log="screenshots").rstrip())


@contextmanager
def _server(env):
    """A server on a fresh demo database."""
    database = env.workplace.database("screens")
    server = serve.Server(env.workplace, "screens")
    server.stop()
    demo_data.install_with_demo_data(env, database)
    try:
        server.start(env.odoo, database)
        yield server
    finally:
        server.stop()
        env.databases.drop(database)


def _prepare(env, language):
    """Let everybody speak ``language``; the ids of the records to be pictured."""
    told = env.odoo.script(
        "Preparing the pictures",
        env.workplace.database("screens"),
        env.workplace.checkout / "dev" / "scripts" / "prepare_screenshots.py",
        SCREENS_LANG=language,
    )
    (line,) = [line for line in told.splitlines() if line.startswith("RECORDS ")]
    return json.loads(line.removeprefix("RECORDS "))
