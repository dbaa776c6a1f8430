"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

from .access_rights import (
    LEADS,
    MIRROR,
    OF_COMPANIES,
    READ_BY_PROFILES,
    Table,
    given,
    plain,
)

STANDARDS = (
    Table(("playbook.procedure.version",), "versions of procedures", *READ_BY_PROFILES),
    plain(
        "what people say of procedures",
        given("r", "sales_management", "configurator"),
        "playbook.acknowledgement",
    ),
    Table(("playbook.promise.keeping",), "promises to customers", LEADS, MIRROR),
    Table(
        ("playbook.doubt", "playbook.doubt.line"),
        "requirements in doubt, and the evidence",
        OF_COMPANIES,
        given("r", "sales_management", "configurator"),
    ),
    Table(("playbook.quality",), "quality of customers' records", *READ_BY_PROFILES),
    Table(("playbook.lead.quality",), "quality of leads", LEADS, MIRROR),
    plain(
        "fields of the four forms, proposals for forms",
        given("r", "configurator"),
        *("playbook.field.usage", "playbook.field.proposal"),
    ),
)
