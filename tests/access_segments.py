"""Who may do what in the room *segments*: tables of ``access_matrix.py``."""

from .access_rights import CONFIGURED, PROFILES, given, plain

SEGMENTS = (
    plain(
        "customer types, purchase potentials, territories, buying roles",
        CONFIGURED,
        *("playbook.customer.type", "playbook.purchase.potential"),
        *("playbook.territory", "playbook.buying.role"),
    ),
    plain("selectors", given("r", *PROFILES), "playbook.selector"),
    plain("merged options", given("r", "configurator"), "playbook.option.merge"),
    plain(
        *("missing options that others asked for", given("rwcd", "configurator")),
        "playbook.option.request",
    ),
)
