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
