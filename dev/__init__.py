"""Everything between a fresh clone and a running, tested addon.

``python3 -m dev <command>`` (or ``make <command>``) finds or fetches Odoo 19,
PostgreSQL, the Python packages, a browser and node, keeps them outside the checkout and
starts what was asked for. Only the standard library is used here: the virtual
environment is made by this package, so nothing of it can be taken for granted. Start
reading in ``cli.py``.
"""
