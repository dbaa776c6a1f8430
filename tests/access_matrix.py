"""Who may do what with which records: the specification, and the table of the README.

Pure data. ``test_profiles_matrix*`` assert it with real users, in every way in which a
record can be reached; ``make access-table`` writes it into the README, in the words of
``access_words.py``. Whoever adds a model adds a :class:`Table` here, and its labelled
records to ``matrix_common.py`` or ``matrix_records.py``.

Rights are letters: ``r`` read, ``w`` write, ``c`` create, ``d`` delete.
"""

from typing import NamedTuple

# ----------------------------------------------------------------------
# Holders
# ----------------------------------------------------------------------

SELLERS = ("sales_own", "sales_team", "sales_all", "salesperson")
SERVANTS = ("service_own", "service_team", "service_all")
PROFILES = (
    *("sales_own", "sales_team", "sales_all", "marketing", *SERVANTS),
    *("sales_management", "configurator"),
)
INTERNAL = (*PROFILES, "without_profile", "salesperson")
HOLDERS = (*INTERNAL, "portal", "public")
# The columns of the README: title, and the holders with what tells them apart.
COLUMNS = (
    ("Sales", {"own": "sales_own", "team": "sales_team", "all": "sales_all"}),
    ("Marketing", {"": "marketing"}),
    (
        "Customer Service",
        {"own": "service_own", "team": "service_team", "all": "service_all"},
    ),
    ("Sales Management", {"": "sales_management"}),
    ("CRM Configurator", {"": "configurator"}),
    (
        "no profile",
        {"internal": "without_profile", "Odoo's salesperson": "salesperson"},
    ),
    ("portal, public", {"portal": "portal", "public": "public"}),
)


# ----------------------------------------------------------------------
# Records
# ----------------------------------------------------------------------


class Records(NamedTuple):
    """Some records of a model: in words, and the labels of those in the fixture."""

    words: str
    labels: frozenset


class Table(NamedTuple):
    """One or several models whose rights are the same.

    :param rights: from holders to a dictionary from letters to :class:`Records`; who
        is not in it may do nothing.
    """

    models: tuple
    title: str
    labels: tuple
    rights: dict


def _records(words, *labels):
    return Records(words, frozenset(labels))


# By whom a lead, order or invoice is sold (``own``: by the holder; ``team``: by a
# colleague in the holder's team), by whom its customer is looked after (``mine``: by
# the holder; ``colleagues``: by somebody of the holder's teams; all others: by somebody
# else), and leads that are no opportunities yet.
SOLD = ("own", "unassigned", "team", "other_team", "other_company")
SERVED = ("mine", "colleagues", "nobodys")
EARLY = ("lead_unassigned", "lead_mine", "lead_other_team", "lead_other_company")
LEADS = (*SOLD, *SERVED, "no_customer", *EARLY)
ORDERS = (*SOLD, *SERVED)
INVOICES = (*ORDERS, "bill", "entry")
PLAIN = ("any",)
OF_COMPANIES = ("any", "other_company")
LOADS = ("any", "configurators", "other_company")
FOLLOWING = ("any", "for_leads", "other_company")

ELSEWHERE = {"other_company", "lead_other_company"}
HIDDEN = {*ELSEWHERE, "bill", "entry"}
ANY = _records("", *PLAIN)
OF_HERE = _records("", *FOLLOWING[:2])
OWN = _records("own + unassigned", "own", "unassigned", "lead_unassigned")
TEAM = _records("own + unassigned + the team's", *OWN.labels, "team")
HERE = _records("all", *(set(INVOICES + LEADS) - HIDDEN))
TYPE_LEAD = _records("leads", *(set(EARLY) - ELSEWHERE))
MINE = _records("of own and nobody's customers", "mine", "nobodys", "lead_mine")
COLLEAGUES = _records(
    "of the team's and nobody's customers", *MINE.labels, "colleagues"
)
CUSTOMERS = _records(
    "of all customers", *(HERE.labels - {"no_customer", "lead_unassigned"})
)


# ----------------------------------------------------------------------
# Rights
# ----------------------------------------------------------------------


def _all(rights, *holders, records=ANY):
    return {holder: {rights: records} for holder in holders}


def _sales(rights, *, d=""):
    """``rights`` in the scope of each seller."""
    scopes = {"sales_own": OWN, "salesperson": OWN, "sales_team": TEAM}
    return {
        holder: {rights + d: records}
        for holder, records in {**scopes, "sales_all": HERE}.items()
    }


def _service(rights):
    return {
        "service_own": {rights: MINE},
        "service_team": {rights: COLLEAGUES},
        "service_all": {rights: CUSTOMERS},
    }


def _loads(rights, c=""):
    """Loads: Marketing has all, and the Configurator what they have begun."""
    every, own = _records("", *LOADS[:2]), _records("own", LOADS[1])
    begun = {rights: own} | ({c: every} if c else {})
    return {"marketing": {rights + c: every}, "configurator": begun}


def _plain(title, rights, *models):
    return Table(models, title, PLAIN, rights)


READ_ORDERS = {**_service("r"), "sales_management": {"r": HERE}}
READ_LEADS = {
    **_sales("r"),
    **_service("r"),
    "marketing": {"r": HERE},
    "sales_management": {"r": HERE},
}
# Who reads a lead may comment on it and plan for it.
POST = {
    **_sales("rcwd"),
    **_service("rc"),
    "marketing": {"rc": HERE, "wd": TYPE_LEAD},
    "sales_management": {"rc": HERE},
}
MIRROR = {who: rights for who, rights in READ_LEADS.items() if who != "salesperson"}
CONFIGURED = {**_all("r", *INTERNAL), **_all("rwcd", "configurator")}
GOVERNED = {**_all("r", *PROFILES), **_all("rwcd", "configurator")}
TAGS = {
    **_all("rwc", *SELLERS),
    **_all("rc", "marketing"),
    **_all("r", *SERVANTS, "sales_management"),
    **_all("rwcd", "configurator"),
}
CONTACTS = {
    **_all("r", *INTERNAL),
    **_all("rwc", *SELLERS, *SERVANTS, "marketing"),
}
WORKFLOWS = {
    **_all("r", *PROFILES, records=OF_HERE),
    **_all("rwcd", "sales_management", "configurator", records=OF_HERE),
    "marketing": {"r": OF_HERE, "wcd": _records("for leads, customers", "for_leads")},
}
READ_BY_PROFILES = (OF_COMPANIES, _all("r", *PROFILES))
MATRIX = (
    Table(
        ("crm.lead",),
        "leads, opportunities",
        LEADS,
        {
            **READ_LEADS,
            **_sales("rwc"),
            "marketing": {"r": HERE, "wc": TYPE_LEAD},
        },
    ),
    Table(("sale.order",), "quotations, orders", ORDERS, READ_ORDERS | _sales("rwc")),
    Table(
        ("sale.order.line",),
        "lines of orders",
        ORDERS,
        READ_ORDERS | _sales("rwc", d="d"),
    ),
    Table(
        ("account.move", "account.move.line"),
        "customer invoices, credit notes and their lines",
        INVOICES,
        READ_ORDERS | _sales("r"),
    ),
    Table(("sale.report",), "sales analysis", ORDERS, READ_ORDERS | _sales("r")),
    Table(("crm.activity.report",), "activities analysis", LEADS, READ_LEADS),
    Table(
        ("mail.activity", "mail.message"),
        "activities, messages of leads",
        LEADS,
        POST,
    ),
    Table(
        (
            *("playbook.transition", "playbook.stage.report", "playbook.enrollment"),
            *("playbook.workflow.event", "playbook.action", "playbook.finding"),
            "playbook.permission",
        ),
        "stage changes, stage analysis, records in follow-up, follow-up history, "
        "actions, points to fix, and permissions of leads",
        LEADS,
        MIRROR,
    ),
    Table(("playbook.last.contact",), "last contact with customers", *READ_BY_PROFILES),
    Table(("res.partner",), "customers, contacts", OF_COMPANIES, CONTACTS),
    _plain(
        "stages, lost reasons, activity types, industries, members of sales teams",
        CONFIGURED,
        *("crm.stage", "crm.lost.reason", "mail.activity.type", "res.partner.industry"),
        "crm.team.member",
    ),
    Table(("crm.team",), "sales teams", OF_COMPANIES, CONFIGURED),
    _plain("tags", TAGS, "crm.tag"),
    _plain(
        "sources, mediums",
        {**_all("rwc", *INTERNAL), **_all("rwcd", "configurator")},
        *("utm.source", "utm.medium"),
    ),
    _plain(
        *("campaigns, ratings", _all("rwc", *INTERNAL)),
        *("utm.campaign", "rating.rating"),
    ),
    _plain(
        "customer types, purchase potentials, territories, purposes, outcomes, fields "
        "to be reported",
        CONFIGURED,
        *("playbook.customer.type", "playbook.purchase.potential"),
        *("playbook.territory", "playbook.purpose", "playbook.outcome"),
        "playbook.reported.field",
    ),
    _plain("departments", GOVERNED, "playbook.department"),
    _plain(
        "profiles, decision types (their texts)",
        {**_all("r", *PROFILES), **_all("rw", "configurator")},
        *("playbook.profile", "playbook.decision.type"),
    ),
    _plain(
        *("screens of profiles: forms", _all("rw", "configurator")),
        *("playbook.screen", "playbook.screen.item"),
    ),
    _plain(
        *("screens of profiles: menus left out", _all("rwcd", "configurator")),
        "playbook.screen.menu",
    ),
    Table(
        *(("playbook.workflow", "playbook.workflow.step"), "workflows and their steps"),
        *(FOLLOWING, WORKFLOWS),
    ),
    Table(
        ("playbook.absence", "playbook.procedure", "playbook.requirement"),
        "absences of others, procedures and their requirements",
        OF_COMPANIES,
        GOVERNED | _all("rwcd", "sales_management"),
    ),
    _plain("data sources", GOVERNED | _all("rwc", "marketing"), "playbook.load.source"),
    Table(("playbook.load",), "data loads", LOADS, _loads("rwd", c="c")),
    Table(
        ("playbook.load.column", "playbook.load.value"),
        "columns and values of data loads",
        LOADS,
        _loads("rw"),
    ),
    Table(("playbook.load.line",), "lines of data loads", LOADS, _loads("r")),
    Table(
        *(("playbook.load.key",), "keys of loaded records", OF_COMPANIES),
        _all("r", "marketing"),
    ),
    _plain(
        *("Getting Started", _all("r", "sales_management", "configurator")),
        "playbook.getting.started",
    ),
)
MODELS = {model: table for table in MATRIX for model in table.models}


def allowed(model, right, *holders):
    """The labels of the records of ``model`` on which one of ``holders`` has a right.

    :param right: one letter.
    """
    table = MODELS[model]
    found = set()
    for holder in holders:
        for rights, records in table.rights.get(holder, {}).items():
            if right in rights:
                found |= records.labels
    return found & set(table.labels)
