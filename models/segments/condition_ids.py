"""Ids of options in conditions that people wrote: domains as text.

They are found as they stand, so that whatever else is in the text stays as it is.
"""

import ast
from enum import Enum
from typing import NamedTuple

OPERATORS = {"&", "|", "!"}
NESTING = {"any", "not any", "any!", "not any!"}


class Place(Enum):
    """What a path leads to."""

    NOTHING = 0
    OPTION = 1
    # Something of an option, its name for example.
    PART = 2


class Found(NamedTuple):
    """What is found in a text.

    :param ids: a dictionary from positions in ``text`` (in bytes) to the ids there.
    :param left: options are chosen otherwise, too: by name, or not to be understood.
    """

    text: bytes
    ids: dict
    left: bool


def find_places(text, models, resolve):
    """The ids of options in the domain ``text``.

    :param models: names of the models that it may be about.
    :param resolve: a function from the name of a model and a path to the name of the
        model that it leads to and a :class:`Place`.
    """
    clean = "\n".join((text or "[]").strip().splitlines())
    try:
        tree = ast.parse(clean, mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return Found(clean.encode(), {}, left=True)
    finder = _Finder(clean.encode(), resolve)
    finder.look(tree.body, models)
    return Found(finder.text, finder.ids, finder.left)


def replace_places(found, ids):
    """The text with the ids replaced, or None if none of them is in it.

    :param ids: a dictionary from the old ids to the new ones.
    """
    text = found.text
    places = [(start, number) for start, number in found.ids.items() if number in ids]
    for start, number in sorted(places, reverse=True):
        end = start + len(str(number))
        text = text[:start] + str(ids[number]).encode() + text[end:]
    return text.decode() if places else None


class _Finder:
    def __init__(self, text, resolve):
        self.text, self.resolve = text, resolve
        self.ids, self.left = {}, False
        self.starts = [0]
        for line in text.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def look(self, node, models):
        if not self._is_condition(node):
            for child in ast.iter_child_nodes(node):
                self.look(child, models)
            return
        path, operator, value = node.elts
        ends = [self.resolve(model, path.value) for model in models]
        if isinstance(operator, ast.Constant) and operator.value in NESTING:
            self.look(value, {model for model, _place in ends if model})
            return
        places = {place for _model, place in ends}
        if Place.PART in places:
            self.left = True
        elif Place.OPTION in places:
            self._take(value)

    def _is_condition(self, node):
        if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) != 3:
            return False
        first = node.elts[0]
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            return False
        return first.value not in OPERATORS

    def _take(self, value):
        """The ids that an option is compared with."""
        several = isinstance(value, ast.List | ast.Tuple | ast.Set)
        for node in value.elts if several else [value]:
            if not isinstance(node, ast.Constant):
                self.left = True
            elif isinstance(node.value, bool) or not node.value:
                continue  # empty, or not
            elif not isinstance(node.value, int) or not self._note(node):
                self.left = True

    def _note(self, node):
        """:return: whether the id stands there as one writes it."""
        start = self.starts[node.lineno - 1] + node.col_offset
        digits = str(node.value).encode()
        if self.text[start : start + len(digits)] != digits:
            return False
        self.ids[start] = node.value
        return True
