"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

from .access_rights import LEADS, MIRROR, READ_BY_PROFILES, Table

STANDARDS = (
    Table(("playbook.quality",), "quality of customers' records", *READ_BY_PROFILES),
    Table(("playbook.lead.quality",), "quality of leads", LEADS, MIRROR),
)
