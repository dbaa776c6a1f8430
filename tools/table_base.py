"""What the readers of every format share."""

import re
from typing import NamedTuple

# What PostgreSQL and XML refuse to hold.
NO_TEXT = re.compile("[\0\ud800-\udfff\ufffe\uffff]")


class TableError(Exception):
    """The file is of no use as a whole; ``args[0]`` is a lazy translation that says
    why.
    """


class Row(NamedTuple):
    """One filled row of a table.

    ``number`` is the line of a text file where the row begins, or the row's number in a
    workbook. ``cells`` holds ``None``, text, numbers and booleans; dates are ISO text.
    ``problems`` are pairs (column counted from 1, or 0 for the whole line; lazy text).
    """

    number: int
    cells: list
    problems: list


class Options(NamedTuple):
    """How to read a file; what is empty is guessed."""

    encoding: str = ""
    separator: str = ""
    quote: str = '"'
    header_row: int = 0
    sheet: str = ""


class Source:
    """The rows of a file as they stand in it, the headers among them.

    A reader of a format extends it. ``options`` holds what was guessed.
    """

    format = ""

    def __init__(self, options):
        self.options = options
        self.sheets = []
        self.notices = []

    def rows(self):
        """Yield every :class:`Row` in the order of the file; blank ones may be left
        out.
        """
        raise NotImplementedError


def shown(value, size=60):
    """The beginning of a value, to be quoted in a message.

    >>> shown("a" * 70, 5)
    'aaaaa…'
    """
    text = NO_TEXT.sub("", str(value))
    return text if len(text) <= size else text[:size] + "…"
