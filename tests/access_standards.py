"""Who may do what in the room *standards*: tables of ``access_matrix.py``."""

STANDARDS = ()
