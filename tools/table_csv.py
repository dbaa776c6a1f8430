"""Read a text file with separated values, as companies really have them."""

import re
from collections import Counter

from odoo.tools import LazyTranslate

from .table_base import Row, Source, TableError, shown
from .table_csv_line import Lines, OpenQuotation, Splitter
from .table_limits import MAX_QUOTED
from .table_text import decode_old, open_lines, read_lines

_lt = LazyTranslate(__name__)

SEPARATORS = (";", "\t", ",", "|")
SEPARATOR_LINE = re.compile(rb"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE | re.DOTALL)
# Lines that the separator is told by.
SAMPLE_LINES = 100
SAMPLE_SIZE = 256 * 1024


class CsvSource(Source):
    format = "csv"

    def __init__(self, content, file_name, options):
        super().__init__(options)
        self.content, self.codec, encoding, guessed, self.mixed = open_lines(
            content, options.encoding, file_name
        )
        self.skipped, separator = self._read_separator_line()
        quote = options.quote
        separator = options.separator or separator or self._guess_separator(quote)
        self._check(separator, quote)
        self.options = options._replace(encoding=encoding, separator=separator)
        self.splitter = Splitter(separator, quote)
        if guessed:
            self.notices.append(
                _lt(
                    "The file does not say in which encoding it is written; it was "
                    "read as %(encoding)s: “%(sample)s”. Check the letters with "
                    "accents.",
                    encoding=encoding,
                    sample=shown(self._get_foreign_line()),
                )
            )

    def _get_foreign_line(self):
        """The first line by which one sees whether the encoding is right."""
        for line in read_lines(self.content):
            if not line.isascii():
                return self._decode(line)[0].strip()
        return ""

    def _check(self, separator, quote):
        if len(separator) != 1 or len(quote) > 1 or separator in {quote, "\r", "\n"}:
            raise TableError(
                _lt(
                    "The separator must be one character, and another one than the "
                    "quotation mark; “%(separator)s” is not.",
                    separator=separator,
                )
            )

    def _read_separator_line(self):
        """Whether the first line is Excel's ``sep=;``, and what it says."""
        first = next(read_lines(self.content), b"")
        match = SEPARATOR_LINE.match(first) if len(first) < 20 else None
        return (1, match[1].decode("latin-1")) if match else (0, "")

    # ------------------------------------------------------------------
    # Separator
    # ------------------------------------------------------------------

    def _guess_separator(self, quote):
        """The candidate that cuts most lines into the same number of values."""
        text = self._read_sample()
        if quote:
            mark = re.escape(quote)
            # Only values that are quoted as a whole: a lone mark hides nothing.
            pattern = rf"(?m)(^|[;\t,|])[ ]*{mark}(?:[^{mark}]|{mark}{mark})*{mark}"
            text = re.sub(pattern, r"\1", text)
        lines = [line for line in text.splitlines() if line.strip()]
        scores = {}
        for rank, candidate in enumerate(SEPARATORS):
            counts = Counter(line.count(candidate) for line in lines)
            counts.pop(0, None)
            if counts:
                width, agreeing = counts.most_common(1)[0]
                scores[candidate] = (agreeing, width, -rank)
        return max(scores, key=scores.get) if scores else ","

    def _read_sample(self):
        parts, size = [], 0
        for number, line in enumerate(read_lines(self.content), 1):
            if number <= self.skipped:
                continue
            parts.append(line[:SAMPLE_SIZE].decode(self.codec, "replace"))
            size += len(parts[-1])
            if len(parts) >= SAMPLE_LINES or size > SAMPLE_SIZE:
                break
        return "".join(parts)

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def rows(self):
        lines = Lines(self.content, self.skipped)
        separator = self.splitter.separator
        blank = b" \r\n\t" + (separator.encode() if separator.isascii() else b"")
        while (line := lines.take()) is not None:
            if line.strip(blank):
                number = lines.number
                yield self._read_row(number, line, lines)

    def _read_row(self, number, line, lines):
        text, misread = self._decode(line)
        cells, problems = [], []
        try:
            self.splitter.split(text, cells, problems)
        except OpenQuotation as opened:
            misread = (
                self._close(text[opened.start :], lines, cells, problems) or misread
            )
        problems = [*self._describe_misread(misread, cells), *problems]
        return Row(number, cells, problems)

    def _close(self, opened, lines, cells, problems):
        """Look for the end of a quotation in the lines that follow.

        A mark that is closed nowhere, or in front of more text, was never meant to
        stand open: the lines that follow are left for themselves.

        :return: whether a line was read otherwise than the file.
        """
        found, noted = list(cells), list(problems)
        parts, taken, misread = [opened], 0, False
        for line in lines.look_ahead(MAX_QUOTED):
            more, wrong = self._decode(line)
            misread = misread or wrong
            parts.append(more)
            taken += 1
            verdict = self.splitter.find_close(more)
            if verdict is None:
                continue
            if not verdict:
                break
            text = "".join(parts)
            try:
                self.splitter.split(text, found, noted)
            except OpenQuotation as again:
                parts = [text[again.start :]]
                continue
            lines.drop(taken)
            cells[:], problems[:] = found, noted
            return misread
        cells.append(opened.rstrip("\r\n"))
        problem = _lt(
            "A quotation mark is opened but never closed: “%(value)s”. Close it or "
            "take it away.",
            value=shown(cells[-1]),
        )
        problems.append((len(cells), problem))
        return False

    def _decode(self, line):
        """The text of a line, and whether it was read otherwise than the file."""
        if self.mixed and self.codec != "utf-8" and not line.isascii():
            try:
                return line.decode("utf-8"), True
            except UnicodeDecodeError:
                return line.decode(self.codec, "replace"), False
        try:
            return line.decode(self.codec), False
        except UnicodeDecodeError:
            if self.codec == "utf-8":
                return decode_old(line), True
            return line.decode(self.codec, "replace"), True

    def _describe_misread(self, misread, cells):
        if not misread:
            return []
        columns = [
            number
            for number, cell in enumerate(cells, 1)
            if cell and not cell.isascii()
        ]
        return [
            (
                number,
                _lt(
                    "Written in another encoding than the rest of the file; it was "
                    "read as “%(value)s”.",
                    value=shown(cells[number - 1]),
                ),
            )
            for number in columns or [0]
        ]
