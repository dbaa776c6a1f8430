"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

from .access_rights import given, plain

STANDARDS = (
    plain(
        "fields of the four forms, proposals for forms",
        given("r", "configurator"),
        *("playbook.field.usage", "playbook.field.proposal"),
    ),
)
