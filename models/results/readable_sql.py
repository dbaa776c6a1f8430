"""What a user may read, as a condition in SQL, and reports that are made of it."""

from odoo.tools import SQL


def readable(records, row, domain=()):
    """A condition on ``row``: it fulfils ``domain``, and is one that the user of
    ``records`` may read, archived or not.

    :param records: any of the model that ``row`` is of.
    :param row: the name of a row with an ``id``.
    """
    if not (records.env.su or records.has_access("read")):
        return SQL("FALSE")
    if records.env.su and not domain:
        return SQL("TRUE")
    found = records._search(list(domain), active_test=False)
    return SQL("%s IN %s", SQL.identifier(row, "id"), found.subselect())


def forget_what_others_read(records):
    """Before rows of a report are read whose figures depend on who reads them, and in
    which companies: drop those that were read otherwise in this transaction.
    """
    env = records.env
    reader = (env.uid, env.su, tuple(env.companies.ids))
    readers = env.cr.cache.setdefault("playbook_readers", {})
    if readers.setdefault(records._name, reader) != reader:
        readers[records._name] = reader
        records.invalidate_model(flush=False)
