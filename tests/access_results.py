"""Who may do what in the room *results*: tables of ``access_matrix.py``."""

from .access_reports import REPORTS
from .access_rights import (
    GOVERNED,
    HERE,
    LEADS,
    MIRROR,
    OF_COMPANIES,
    PROFILES,
    SERVED,
    SOLD,
    Table,
    given,
    plain,
    records_of,
)

# Figures are told by person and team, whoever looks after the customer.
OWN_FIGURES = records_of("own", "own")
TEAM_FIGURES = records_of("own + the team's", "own", "team")
COLLEAGUES_FIGURES = records_of("own + the team's", "team")
NO_FIGURES = records_of("own")

RESULTS = (
    Table(
        ("playbook.indicator",),
        "indicators",
        OF_COMPANIES,
        GOVERNED | given("rwcd", "sales_management"),
    ),
    Table(
        ("playbook.measurement.run",),
        "measured periods of indicators",
        OF_COMPANIES,
        given("r", *PROFILES),
    ),
    Table(
        ("playbook.measurement",),
        "figures of indicators",
        LEADS,
        {
            "sales_own": {"r": OWN_FIGURES},
            "sales_team": {"r": TEAM_FIGURES},
            "service_own": {"r": NO_FIGURES},
            "service_team": {"r": COLLEAGUES_FIGURES},
            "configurator": {"r": NO_FIGURES},
            **given(
                *("r", "sales_all", "service_all", "marketing", "sales_management"),
                records=HERE,
            ),
        },
    ),
    Table(
        ("playbook.objective",),
        "objectives (one person's or team's: by who reads those figures)",
        OF_COMPANIES,
        {**given("r", *PROFILES), **given("rwcd", "sales_management")},
    ),
    *REPORTS,
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
