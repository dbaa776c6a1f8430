"""Names of customers and people, compared."""

from difflib import SequenceMatcher

from ...tools.values import plain
from .match_sql import strip_legal_forms

# Four fifths of the letters, in the same order: a slip of the pen, and not a colleague
# of the same family.
SIMILAR = 0.8


def are_alike(name, other):
    """Whether two names may be the same customer's, or one of them is not known.

    >>> are_alike("Deco Addict S.L.", "DECO ADICT"), are_alike("Pine Ltd", "Pine Group")
    (True, True)
    >>> are_alike("Ann Smith", "Bob Smith")
    False
    """
    name, other = (strip_legal_forms(plain(each or "")) for each in (name, other))
    words, others = set(name.split()), set(other.split())
    if words <= others or others <= words:
        return True
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= SIMILAR


def differ_by_zeros(key, other):
    """Whether two keys are the same but for zeros at their beginning."""
    return key != other and key.lstrip("0") == other.lstrip("0")
