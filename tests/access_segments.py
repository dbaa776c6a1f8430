"""Who may do what in the room *segments*: tables of ``access_matrix.py``."""

from .access_rights import (
    CONFIGURED,
    GOVERNED,
    LEADS,
    OF_COMPANIES,
    PLAIN,
    PROFILES,
    READ_BY_PROFILES,
    READ_LEADS,
    Table,
    given,
    plain,
    to_sellers,
    to_service,
)

# Whoever sells, markets or serves notes what is wanted on the leads that they read.
NOTED = READ_LEADS | {
    **to_sellers("rwcd"),
    **to_service("rwcd"),
    "marketing": {"rwcd": READ_LEADS["marketing"]["r"]},
}
del NOTED["salesperson"]

SEGMENTS = (
    plain(
        "customer types, purchase potentials, territories and their rules, RFM groups, "
        "buying roles",
        CONFIGURED,
        *("playbook.customer.type", "playbook.purchase.potential"),
        *("playbook.territory", "playbook.territory.rule", "playbook.rfm.group"),
        "playbook.buying.role",
    ),
    plain("selectors", given("r", *PROFILES), "playbook.selector"),
    plain("merged options", given("r", "configurator"), "playbook.option.merge"),
    plain(
        *("missing options that others asked for", given("rwd", "configurator")),
        "playbook.option.request",
    ),
    Table(
        ("playbook.rfm.grid", "playbook.rfm.cell"),
        "RFM grid",
        PLAIN,
        {**given("r", *PROFILES), **given("rw", "configurator")},
    ),
    Table(
        ("playbook.rfm.score", "playbook.rfm.history"),
        "RFM scores of customers",
        *READ_BY_PROFILES,
    ),
    Table(
        ("playbook.rfm.run",),
        "RFM runs, which name documents",
        OF_COMPANIES,
        given("r", "marketing", "sales_management", "configurator"),
    ),
    Table(
        ("playbook.segment",),
        "segments",
        OF_COMPANIES,
        GOVERNED | given("rwcd", "marketing", "sales_management"),
    ),
    Table(
        ("playbook.segment.member", "playbook.main.segment", "playbook.segment.size"),
        "members and sizes of segments, main segments of customers",
        *READ_BY_PROFILES,
    ),
    Table(("playbook.interest",), "product interest of leads", LEADS, NOTED),
)
