"""Who may do what with which records: the specification, and the table of the README.

Pure data. ``test_profiles_matrix*`` assert it with real users, in every way in which a
record can be reached; ``make access-table`` writes it into the README, in the words of
``access_words.py``. Whoever adds a model adds a :class:`Table` here, and its labelled
records to ``matrix_common.py`` or ``matrix_records.py``.

Rights are letters: ``r`` read, ``w`` write, ``c`` create, ``d`` delete. What a holder
of two profiles may do is the union.
"""

from typing import NamedTuple

from .access_rights import (
    CONFIGURED,
    CONTACTS,
    HERE,
    INTERNAL,
    INVOICES,
    LEADS,
    MIRROR,
    OF_COMPANIES,
    ORDERS,
    PLAIN,
    POST,
    PROFILES,
    READ_LEADS,
    READ_ORDERS,
    TAGS,
    TYPE_LEAD,
    WORKFLOWS,
    all_,
    sales_rights,
)


class Table(NamedTuple):
    """One or several models whose rights are the same.

    :param rights: from holders to a dictionary from letters to :class:`Records`; who
        is not in it may do nothing.
    """

    models: tuple
    title: str
    labels: tuple
    rights: dict


READ_BY_PROFILES = (OF_COMPANIES, all_("r", *PROFILES))
MATRIX = (
    Table(
        ("crm.lead",),
        "leads, opportunities",
        LEADS,
        {
            **READ_LEADS,
            **sales_rights("rwc"),
            "marketing": {"r": HERE, "wc": TYPE_LEAD},
        },
    ),
    Table(
        ("sale.order",), "quotations, orders", ORDERS, READ_ORDERS | sales_rights("rwc")
    ),
    Table(
        ("sale.order.line",),
        "lines of orders",
        ORDERS,
        READ_ORDERS | sales_rights("rwc", d="d"),
    ),
    Table(
        ("account.move", "account.move.line"),
        "customer invoices, credit notes and their lines",
        INVOICES,
        READ_ORDERS | sales_rights("r"),
    ),
    Table(("sale.report",), "sales analysis", ORDERS, READ_ORDERS | sales_rights("r")),
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
    Table(
        ("crm.stage", "crm.lost.reason", "mail.activity.type", "res.partner.industry"),
        "stages, lost reasons, activity types, industries",
        PLAIN,
        CONFIGURED,
    ),
    Table(("crm.team",), "sales teams", OF_COMPANIES, CONFIGURED),
    Table(("crm.team.member",), "members of sales teams", PLAIN, CONFIGURED),
    Table(("crm.tag",), "tags", PLAIN, TAGS),
    Table(
        ("utm.source", "utm.medium"),
        "sources, mediums",
        PLAIN,
        {**all_("rwc", *INTERNAL), **all_("rwcd", "configurator")},
    ),
    Table(
        ("utm.campaign", "rating.rating"),
        "campaigns, ratings",
        PLAIN,
        all_("rwc", *INTERNAL),
    ),
    Table(
        ("playbook.customer.type", "playbook.purchase.potential", "playbook.territory"),
        "customer types, purchase potentials, territories",
        PLAIN,
        CONFIGURED,
    ),
    Table(
        ("playbook.purpose", "playbook.outcome", "playbook.reported.field"),
        "purposes, outcomes, fields to be reported",
        PLAIN,
        CONFIGURED,
    ),
    Table(
        ("playbook.department",),
        "departments",
        PLAIN,
        {**all_("r", *PROFILES), **all_("rwcd", "configurator")},
    ),
    Table(
        ("playbook.profile", "playbook.decision.type"),
        "profiles, decision types (their texts)",
        PLAIN,
        {**all_("r", *PROFILES), **all_("rw", "configurator")},
    ),
    Table(
        ("playbook.screen", "playbook.screen.item"),
        "screens of profiles: forms",
        PLAIN,
        all_("rw", "configurator"),
    ),
    Table(
        ("playbook.screen.menu",),
        "screens of profiles: menus left out",
        PLAIN,
        all_("rwcd", "configurator"),
    ),
    Table(
        ("playbook.procedure",),
        "procedures",
        OF_COMPANIES,
        {
            **all_("r", *PROFILES),
            **all_("rwc", "sales_management"),
            **all_("rwcd", "configurator"),
        },
    ),
    Table(
        ("playbook.requirement",),
        "requirements of procedures",
        OF_COMPANIES,
        {
            **all_("r", *PROFILES),
            **all_("rwcd", "sales_management", "configurator"),
        },
    ),
    Table(
        ("playbook.workflow", "playbook.workflow.step"),
        "workflows and their steps",
        OF_COMPANIES,
        WORKFLOWS,
    ),
    Table(
        ("playbook.absence",),
        "absences of others",
        OF_COMPANIES,
        {
            **all_("r", *PROFILES),
            **all_("rwcd", "sales_management", "configurator"),
        },
    ),
    Table(
        ("playbook.getting.started",),
        "Getting Started",
        PLAIN,
        all_("r", "sales_management", "configurator"),
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
