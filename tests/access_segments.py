"""Who may do what in the room *segments*: tables of ``access_matrix.py``."""

from .access_rights import (
    CONFIGURED,
    GOVERNED,
    OF_COMPANIES,
    READ_BY_PROFILES,
    Table,
    given,
    plain,
)

SEGMENTS = (
    plain(
        "customer types, purchase potentials, territories",
        CONFIGURED,
        *("playbook.customer.type", "playbook.purchase.potential"),
        "playbook.territory",
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
)
