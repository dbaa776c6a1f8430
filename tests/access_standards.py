"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

from .access_rights import LEADS, MIRROR, Table, given, plain

STANDARDS = (
    Table(("playbook.promise.keeping",), "promises to customers", LEADS, MIRROR),
    plain(
        "what people say of procedures",
        given("r", "sales_management", "configurator"),
        "playbook.acknowledgement",
    ),
)
"""Records of the room *standards*, by their labels."""
from .access_rights import OF_COMPANIES, Table, given

STANDARDS = (
    Table(
        ("playbook.doubt", "playbook.doubt.line"),
        "requirements in doubt, and the evidence",
        OF_COMPANIES,
        given("r", "sales_management", "configurator"),
from .access_rights import given, plain

STANDARDS = (
    plain(
        "fields of the four forms, proposals for forms",
        given("r", "configurator"),
        *("playbook.field.usage", "playbook.field.proposal"),
    ),
from .access_rights import LEADS, MIRROR, READ_BY_PROFILES, Table

STANDARDS = (
    Table(("playbook.quality",), "quality of customers' records", *READ_BY_PROFILES),
    Table(("playbook.lead.quality",), "quality of leads", LEADS, MIRROR),
)
