"""Who may do what in the room *segments*: tables of ``access_matrix.py``."""

from .access_rights import (
    CONFIGURED,
    LEADS,
    READ_LEADS,
    Table,
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
        "customer types, purchase potentials, territories and their rules",
        CONFIGURED,
        *("playbook.customer.type", "playbook.purchase.potential"),
        *("playbook.territory", "playbook.territory.rule"),
    ),
    Table(("playbook.interest",), "product interest of leads", LEADS, NOTED),
)
