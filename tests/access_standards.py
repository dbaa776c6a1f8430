"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

from .access_rights import READ_BY_PROFILES, Table

STANDARDS = (
    Table(("playbook.procedure.version",), "versions of procedures", *READ_BY_PROFILES),
)
