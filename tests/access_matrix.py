"""Who may do what with which records: the specification, and the table of the README.

Pure data, with ``access_rights.py`` and, for the rooms *segments*, *standards* and
*results*, ``access_segments.py``, ``access_standards.py`` and ``access_results.py``.
``test_profiles_matrix*`` assert it with real users, in every way in which a record can
be reached; ``make access-table`` writes it into the README, in the words of
``access_words.py``. Whoever adds a model
adds a :class:`Table` here, and its labelled records to ``matrix_common.py`` or
``matrix_records.py``.

Rights are letters: ``r`` read, ``w`` write, ``c`` create, ``d`` delete.
"""

from .access_results import RESULTS
from .access_rights import (
    COLUMNS,
    CONFIGURED,
    CONTACTS,
    FOLLOWING,
    GOVERNED,
    HERE,
    HOLDERS,
    INTERNAL,
    INVOICES,
    LEADS,
    LOADS,
    MIRROR,
    ODOOS,
    OF_COMPANIES,
    ORDERS,
    PLAIN,
    POST,
    PROFILES,
    RATINGS,
    READ_BY_PROFILES,
    READ_LEADS,
    READ_ORDERS,
    SELLERS,
    SERVANTS,
    TAGS,
    TYPE_LEAD,
    WORKFLOWS,
    Table,
    given,
    plain,
    to_loads,
    to_sellers,
)
from .access_segments import SEGMENTS
from .access_standards import STANDARDS

__all__ = [
    "COLUMNS",
    "FOLLOWING",
    "HOLDERS",
    "LEADS",
    "LOADS",
    "MATRIX",
    "MODELS",
    "OF_COMPANIES",
    "PLAIN",
    "SELLERS",
    "SERVANTS",
    "allowed",
]

MATRIX = (
    Table(
        ("crm.lead",),
        "leads, opportunities",
        LEADS,
        {
            **READ_LEADS,
            **to_sellers("rwc"),
            "marketing": {"r": HERE, "wc": TYPE_LEAD},
        },
    ),
    Table(
        ("sale.order",), "quotations, orders", ORDERS, READ_ORDERS | to_sellers("rwc")
    ),
    Table(
        ("sale.order.line",),
        "lines of orders",
        ORDERS,
        READ_ORDERS | to_sellers("rwc", d="d"),
    ),
    Table(
        ("account.move", "account.move.line"),
        "customer invoices, credit notes and their lines",
        INVOICES,
        READ_ORDERS | to_sellers("r"),
    ),
    Table(("sale.report",), "sales analysis", ORDERS, READ_ORDERS | to_sellers("r")),
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
            *("playbook.permission", "playbook.customer.mail"),
        ),
        "stage changes, stage analysis, records in follow-up, follow-up history, "
        "actions, points to fix, permissions and e-mails to customers of leads",
        LEADS,
        MIRROR,
    ),
    Table(("playbook.last.contact",), "last contact with customers", *READ_BY_PROFILES),
    Table(("res.partner",), "customers, contacts", OF_COMPANIES, CONTACTS),
    plain(
        "stages, lost reasons, activity types, industries, members of sales teams",
        CONFIGURED,
        *("crm.stage", "crm.lost.reason", "mail.activity.type", "res.partner.industry"),
        "crm.team.member",
    ),
    Table(("crm.team",), "sales teams", OF_COMPANIES, CONFIGURED),
    plain("tags", TAGS, "crm.tag"),
    plain(
        "sources, mediums",
        {**given("rwc", *INTERNAL), **given("rwcd", "configurator")},
        *("utm.source", "utm.medium"),
    ),
    plain("campaigns", given("rwc", *INTERNAL), "utm.campaign"),
    Table(
        *(("rating.rating",), "ratings", RATINGS),
        {who: {"rwc": ODOOS, **MIRROR.get(who, {})} for who in INTERNAL},
    ),
    plain(
        "purposes, outcomes, fields to be reported",
        CONFIGURED,
        *("playbook.purpose", "playbook.outcome", "playbook.reported.field"),
    ),
    plain("departments", GOVERNED, "playbook.department"),
    plain(
        "profiles, decision types (their texts)",
        {**given("r", *PROFILES), **given("rw", "configurator")},
        *("playbook.profile", "playbook.decision.type"),
    ),
    plain(
        *("screens of profiles: forms", given("rw", "configurator")),
        *("playbook.screen", "playbook.screen.item"),
    ),
    plain(
        *("screens of profiles: menus left out", given("rwcd", "configurator")),
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
        GOVERNED | given("rwcd", "sales_management"),
    ),
    plain(
        "addresses that want no automatic e-mails",
        given("rcd", "marketing", "sales_management", "configurator"),
        "playbook.opt.out",
    ),
    plain("data sources", GOVERNED | given("rwc", "marketing"), "playbook.load.source"),
    Table(("playbook.load",), "data loads", LOADS, to_loads("rwd", c="c")),
    Table(
        ("playbook.load.column", "playbook.load.value"),
        "columns and values of data loads",
        LOADS,
        to_loads("rw"),
    ),
    Table(("playbook.load.line",), "lines of data loads", LOADS, to_loads("r")),
    Table(
        *(("playbook.load.key",), "keys of loaded records", OF_COMPANIES),
        given("r", "marketing"),
    ),
    plain(
        *("Getting Started", given("r", "sales_management", "configurator")),
        "playbook.getting.started",
    ),
    *SEGMENTS,
    *STANDARDS,
    *RESULTS,
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
