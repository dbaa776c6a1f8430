"""Who may do what in the room *results*: tables of ``access_matrix.py``."""

from .access_rights import LEADS, MIRROR, SERVED, SOLD, Table, given, plain

RESULTS = (
    Table(
        ("playbook.sales.report",),
        "opportunities and sales (quotations and orders: as those)",
        (*SOLD, *SERVED, "no_customer"),
        MIRROR,
    ),
    Table(("playbook.action.report",), "effectiveness of actions", LEADS, MIRROR),
    plain(
        "what a colleague of the team has to do and has done",
        given("r", "sales_team", "sales_all", "service_team", "sales_management"),
        "playbook.team.activity",
    ),
)
