"""A plugin for pytest: nobody collects garbage in the filestore while tests run.

pytest-odoo gives each process a database of its own and all of them one filestore.
Odoo's tests delete, after each class, the files that their own database does not know
of: also those that another process has just written.
"""


def pytest_sessionstart():
    # Not before pytest-odoo has configured Odoo.
    from odoo.tests.common import TransactionCase  # noqa: PLC0415

    TransactionCase._gc_filestore = classmethod(lambda _cls: None)
