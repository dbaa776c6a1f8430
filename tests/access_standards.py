"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

from .access_rights import OF_COMPANIES, Table, given

STANDARDS = (
    Table(
        ("playbook.doubt", "playbook.doubt.line"),
        "requirements in doubt, and the evidence",
        OF_COMPANIES,
        given("r", "sales_management", "configurator"),
    ),
)
