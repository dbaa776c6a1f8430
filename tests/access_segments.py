"""Who may do what in the room *segments*: tables of ``access_matrix.py``."""

from .access_rights import CONFIGURED, plain

SEGMENTS = (
    plain(
        "customer types, purchase potentials, territories",
        CONFIGURED,
        *("playbook.customer.type", "playbook.purchase.potential"),
        "playbook.territory",
    ),
)
