"""Conditions that people write: domains as text."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


def parse(text, uid, **names):
    """The domain; ``uid`` and relative dates may be used in it.

    :param uid: the id of the user in whose name it is searched with.
    :param names: what else may be used in it.
    """
    return Domain(safe_eval(text or "[]", {"uid": uid, **names}))


def is_empty(text):
    """Whether it means everything."""
    return (text or "").strip() in {"", "[]"}


def find_error(records, text, *, search=False, names=None):
    """What is wrong with the condition ``text`` on ``records``.

    :param records: of the model, in the environment of whoever it is for.
    :param search: whether to search with it, too: if that user reads none at all, they
        may write it all the same, and cannot go live.
    :param names: as for :func:`parse`.
    :return: an exception, or None.
    :raise UserError: as Odoo says it: what this user may not search with, too.
    """
    try:
        domain = parse(text, records.env.uid, **(names or {}))
        domain.validate(records)
        if search and records.has_access("read"):
            records.search_count(domain, limit=1)
    except UserError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a wrong domain may raise
        return error
    return None
