"""Cut the lines of a text file into values.

Python's own reader is not used: what one value may measure is a setting of the whole
process there, a mark that is never closed swallows the rest of the file, and a mark
inside quoted text moves the values of the line without a word.
"""

import re
from collections import deque

from odoo.tools import LazyTranslate

from .table_base import shown
from .table_limits import MAX_QUOTED, MAX_SPLIT
from .table_text import read_lines

_lt = LazyTranslate(__name__)


class OpenQuotation(Exception):  # noqa: N818 (a finding, no error)
    """A quotation mark stands open at the end of the text, from ``start`` on."""

    def __init__(self, start):
        super().__init__()
        self.start = start


class Splitter:
    """Cuts lines at ``separator`` outside text between two ``quote`` marks.

    >>> Splitter(";", "'").split("a;'b;''c';d")
    (['a', "b;'c", 'd'], [])
    """

    def __init__(self, separator, quote):
        self.separator, self.quote = separator, quote
        self._is_late = True
        if quote:
            mark, end = re.escape(quote), rf"[ ]*(?:{re.escape(separator)}|\Z)"
            # Unrolled, so that a text without an end fails in linear time.
            inside = rf"[^{mark}]*(?:{mark}{mark}[^{mark}]*)*"
            self._begin = re.compile(rf"[ ]*{mark}")
            self._quoted = re.compile(rf"[ ]*{mark}({inside}){mark}(?!{mark})")
            self._close = re.compile(rf"{inside}{mark}(?!{mark})")
            self._end = re.compile(end)
            self._late_close = re.compile(mark + end)

    def split(self, text, cells=None, problems=None):
        """The values of a line, and its problems, added to what is there already.

        :raise OpenQuotation: the line ends inside quoted text.
        """
        cells = [] if cells is None else cells
        problems = [] if problems is None else problems
        text = text.rstrip("\r\n")
        if not self.quote or self.quote not in text:
            cells += text.split(self.separator, MAX_SPLIT)
            return cells, problems
        position, self._is_late = 0, True
        while position is not None and len(cells) < MAX_SPLIT:
            if self._begin.match(text, position):
                position = self._take_quoted(text, position, cells, problems)
            else:
                position = self._take_plain(text, position, cells)
        if position is not None:
            cells.append(text[position:])
        return cells, problems

    def find_close(self, text):
        """How text goes on that begins inside a quotation: ``True`` if it ends where
        a value may end, ``False`` if elsewhere, ``None`` if it does not end.
        """
        match = self._close.match(text)
        if not match:
            return None
        return bool(self._end.match(text.rstrip("\r\n"), match.end()))

    def _take_plain(self, text, position, cells):
        end = text.find(self.separator, position)
        if end < 0:
            cells.append(text[position:])
            return None
        cells.append(text[position:end])
        return end + 1

    def _take_quoted(self, text, position, cells, problems):
        match = self._quoted.match(text, position)
        if not match:
            raise OpenQuotation(position)
        value = match[1]
        end = self._end.match(text, match.end())
        if not end:
            # Searched to the end of the line in vain once at most.
            end = self._is_late and self._late_close.search(text, match.end())
            if not end:
                self._is_late = False
                following = self._take_plain(text, position, cells)
                problems.append((len(cells), _describe_inner_mark(cells[-1])))
                return following
            value = text[match.start(1) : end.start()]
            problems.append((len(cells) + 1, _describe_inner_mark(value)))
        cells.append(value.replace(self.quote * 2, self.quote))
        return end.end() if end[0].endswith(self.separator) else None


def _describe_inner_mark(value):
    return _lt(
        "A quotation mark stands inside quoted text: “%(value)s”. Write it twice.",
        value=shown(value),
    )


class Lines:
    """The physical lines of a file, which can be looked at before they are taken.

    ``number`` is that of the line taken last.
    """

    def __init__(self, content, skipped=0):
        self._lines = read_lines(content)
        self._waiting = deque()
        # Enough for every file that is in order, and an end for one made to harm.
        self._budget = len(content) + MAX_QUOTED * 4
        self.number = 0
        self.drop(skipped)

    def take(self):
        """The next line as bytes, ``None`` at the end."""
        self.number += 1
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def drop(self, count):
        for _ in range(count):
            self.take()

    def look_ahead(self, limit):
        """Yield the lines that follow, up to ``limit`` bytes, without taking them."""
        index = 0
        while limit > 0 and self._budget > 0:
            if index == len(self._waiting):
                line = next(self._lines, None)
                if line is None:
                    return
                self._waiting.append(line)
            line = self._waiting[index]
            index += 1
            limit -= len(line)
            self._budget -= len(line)
            yield line
