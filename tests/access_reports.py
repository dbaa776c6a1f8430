"""Who may do what with scheduled reports: tables of ``access_matrix.py``."""

from .access_rights import OF_COMPANIES, PROFILES, Table, given

REPORTS = (
    Table(
        ("playbook.report", "playbook.report.line", "playbook.report.column"),
        "scheduled reports, their parts and columns",
        OF_COMPANIES,
        {**given("r", *PROFILES), **given("rwcd", "sales_management", "configurator")},
    ),
    Table(
        ("playbook.report.delivery",),
        "that others got a report",
        OF_COMPANIES,
        given("r", "sales_management", "configurator"),
    ),
    Table(
        ("playbook.report.snapshot",), "what stood in others' reports", OF_COMPANIES, {}
    ),
)
