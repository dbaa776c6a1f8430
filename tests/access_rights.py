"""Who there is, which records, and what most may do: words of ``access_matrix.py``."""

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


def records_of(words, *labels):
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
# Odoo's own, and those that e-mails of workflows to a lead's customer ask for.
RATINGS = (*PLAIN, *LEADS)
OF_COMPANIES = ("any", "other_company")
LOADS = ("any", "configurators", "other_company")
FOLLOWING = ("any", "for_leads", "other_company")

ELSEWHERE = {"other_company", "lead_other_company"}
HIDDEN = {*ELSEWHERE, "bill", "entry"}
ANY = records_of("", *PLAIN)
ODOOS = records_of("Odoo's own", *PLAIN)
OF_HERE = records_of("", *FOLLOWING[:2])
OWN = records_of("own + unassigned", "own", "unassigned", "lead_unassigned")
TEAM = records_of("own + unassigned + the team's", *OWN.labels, "team")
HERE = records_of("all", *(set(INVOICES + LEADS) - HIDDEN))
TYPE_LEAD = records_of("leads", *(set(EARLY) - ELSEWHERE))
MINE = records_of("of own and nobody's customers", "mine", "nobodys", "lead_mine")
COLLEAGUES = records_of(
    "of the team's and nobody's customers", *MINE.labels, "colleagues"
)
CUSTOMERS = records_of(
    "of all customers", *(HERE.labels - {"no_customer", "lead_unassigned"})
)


# ----------------------------------------------------------------------
# Rights
# ----------------------------------------------------------------------


def given(rights, *holders, records=ANY):
    return {holder: {rights: records} for holder in holders}


def to_sellers(rights, *, d=""):
    """``rights`` in the scope of each seller."""
    scopes = {"sales_own": OWN, "salesperson": OWN, "sales_team": TEAM}
    return {
        holder: {rights + d: records}
        for holder, records in {**scopes, "sales_all": HERE}.items()
    }


def to_service(rights):
    return {
        "service_own": {rights: MINE},
        "service_team": {rights: COLLEAGUES},
        "service_all": {rights: CUSTOMERS},
    }


def to_loads(rights, c=""):
    """Loads: Marketing has all, and the Configurator what they have begun."""
    every, own = records_of("", *LOADS[:2]), records_of("own", LOADS[1])
    begun = {rights: own} | ({c: every} if c else {})
    return {"marketing": {rights + c: every}, "configurator": begun}


def plain(title, rights, *models):
    return Table(models, title, PLAIN, rights)


READ_ORDERS = {**to_service("r"), "sales_management": {"r": HERE}}
READ_LEADS = {
    **to_sellers("r"),
    **to_service("r"),
    "marketing": {"r": HERE},
    "sales_management": {"r": HERE},
}
# Who reads a lead may comment on it and plan for it.
POST = {
    **to_sellers("rcwd"),
    **to_service("rc"),
    "marketing": {"rc": HERE, "wd": TYPE_LEAD},
    "sales_management": {"rc": HERE},
}
MIRROR = {who: rights for who, rights in READ_LEADS.items() if who != "salesperson"}
CONFIGURED = {**given("r", *INTERNAL), **given("rwcd", "configurator")}
GOVERNED = {**given("r", *PROFILES), **given("rwcd", "configurator")}
TAGS = {
    **given("rwc", *SELLERS),
    **given("rc", "marketing"),
    **given("r", *SERVANTS, "sales_management"),
    **given("rwcd", "configurator"),
}
CONTACTS = {
    **given("r", *INTERNAL),
    **given("rwc", *SELLERS, *SERVANTS, "marketing"),
}
WORKFLOWS = {
    **given("r", *PROFILES, records=OF_HERE),
    **given("rwcd", "sales_management", "configurator", records=OF_HERE),
    "marketing": {"r": OF_HERE, "wcd": records_of("for leads, customers", "for_leads")},
}
READ_BY_PROFILES = (OF_COMPANIES, given("r", *PROFILES))
