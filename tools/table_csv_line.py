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
            self._begin = re.compile(rf"[ ]*{mark}")
            self._marks = re.compile(rf"{mark}+")
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
            begin = self._begin.match(text, position)
            if begin:
                position = self._take_quoted(text, begin, cells, problems)
            else:
                position = self._take_plain(text, position, cells)
        if position is not None:
            cells.append(text[position:])
        return cells, problems

    def find_close(self, text):
        """How text goes on that begins inside a quotation: ``True`` if it ends where
        a value may end, ``False`` if elsewhere, ``None`` if it does not end.
        """
        close = self._find_close(text, 0)
        if close < 0:
            return None
        return bool(self._end.match(text.rstrip("\r\n"), close + 1))

    def _find_close(self, text, position):
        """Where the mark stands that ends quoted text, -1 if nowhere."""
        # Two marks are one of the text. No single expression for all of it: those
        # keep a state for every pair.
        for marks in self._marks.finditer(text, position):
            if (marks.end() - marks.start()) % 2:
                return marks.end() - 1
        return -1

    def _take_plain(self, text, position, cells):
        end = text.find(self.separator, position)
        if end < 0:
            cells.append(text[position:])
            return None
        cells.append(text[position:end])
        return end + 1

    def _take_quoted(self, text, begin, cells, problems):
        start, close = begin.end(), self._find_close(text, begin.end())
        if close < 0:
            raise OpenQuotation(begin.start())
        end = self._end.match(text, close + 1)
        is_faulty = not end
        if is_faulty:
            # Searched to the end of the line in vain once at most.
            end = self._is_late and self._late_close.search(text, close + 1)
            if not end:
                self._is_late = False
                following = self._take_plain(text, begin.start(), cells)
                problems.append((len(cells), _describe_inner_mark(cells[-1])))
                return following
            close = end.start()
        value = text[start:close].replace(self.quote * 2, self.quote)
        cells.append(value)
        if is_faulty:
            problems.append((len(cells), _describe_inner_mark(value)))
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
