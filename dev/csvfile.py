"""Read CSV files line by line, so that a bad line spoils nothing but itself.

A row is one line: a field holds no line break. An unclosed quotation mark, or bytes
that are no UTF-8, then cost one row and not the rest of the file.
"""

import csv
import io
import re
from typing import NamedTuple

from dev.errors import DevError

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
BOM = b"\xef\xbb\xbf"


class RowError(Exception):
    """Why a row is not taken, in plain words."""


class Rejection(NamedTuple):
    """A row that was not taken: ``row`` is what stands on the line."""

    file: str
    line: int
    reason: str
    row: str


class Line(NamedTuple):
    """A line as it stands in the file, and its ``values`` by column.

    ``values`` is None where they cannot be told apart, for the reason ``problem``.
    """

    number: int
    content: bytes
    values: dict | None
    problem: str = ""

    def text(self, column):
        """What must not be empty.

        :raise RowError: when it is.
        """
        if not self.values[column]:
            raise RowError(f"{column} is empty")
        return self.values[column]

    def number_in(self, column):
        """A number from 0 up.

        :raise RowError: when it is none.
        """
        text = self.text(column)
        if not NUMBER.fullmatch(text):
            raise RowError(f"{column} “{text}” is no number from 0 up (as 1250.50)")
        return float(text)

    def reject(self, file, reason):
        """The :class:`Rejection` of this line of ``file``."""
        row = self.content.decode("utf-8", "backslashreplace")
        return Rejection(file, self.number, reason, row)


class CsvFile:
    """The lines of the file ``path`` below its header; blank ones are passed over.

    :param columns: those that it must have.
    :raise DevError: when the file as a whole is of no use.
    """

    def __init__(self, path, columns):
        self.name = path.name
        lines = _content(path).splitlines()
        self.header = _header(path, lines[0] if lines else b"", columns)
        self.lines = {
            number: self._make_line(number, content)
            for number, content in enumerate(lines[1:], start=2)
            if content.strip()
        }
        if not self.lines:
            raise DevError(
                f"{path} holds no row below its header.", "Put the whole file there."
            )

    def _make_line(self, number, content):
        try:
            return Line(number, content, _values(content, self.header))
        except RowError as why:
            return Line(number, content, None, str(why))

    def take(self, take, rejections):
        """Give every line to ``take``.

        :param take: ``take(line)`` may raise :class:`RowError`.
        :param rejections: the list to which lines that are not taken are added.
        """
        for line in self.lines.values():
            problem = line.problem or _find_problem(take, line)
            if problem:
                rejections.append(line.reject(self.name, problem))

    def rewrite(self, added, change):
        """The file with other values, each row on the line where it stands here.

        :param added: the names of columns that come before those of the file.
        :param change: ``change(line)`` returns the values of a line by column. Lines
            whose values cannot be told apart stay as they are.
        """
        header = [*added, *self.header]
        changed = {1: _format(header)}
        for number, line in self.lines.items():
            if line.values is None:
                changed[number] = b"," * len(added) + line.content
            else:
                values = change(line)
                changed[number] = _format([values[name] for name in header])
        numbers = range(1, max(changed) + 1)
        return b"".join(changed.get(number, b"") + b"\n" for number in numbers)


def _find_problem(take, line):
    """Why ``take`` does not take a line; "" when it does."""
    try:
        take(line)
    except RowError as why:
        return str(why)
    return ""


def _format(fields):
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    return text.getvalue().encode()


def _content(path):
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DevError(
            f"{path} cannot be read: {error.strerror}.",
            "Mend its permissions, or name another folder with DATA=.",
        ) from error
    return content.removeprefix(BOM)


def _header(path, line, columns):
    try:
        header = _fields(line.decode("utf-8", "replace"))
    except RowError:
        header = []
    missing = [column for column in columns if header.count(column) != 1]
    if missing:
        raise DevError(
            f"{path} needs the columns {', '.join(columns)}, each once; "
            f"see to {', '.join(missing)}.",
            "Its first line must name them, separated by commas, in UTF-8.",
        )
    return header


def _values(line, header):
    """The values of a line by column."""
    try:
        fields = _fields(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RowError(f"it is not UTF-8 from byte {error.start + 1} on") from error
    if len(fields) != len(header):
        raise RowError(f"it has {len(fields)} fields; the header has {len(header)}")
    return dict(zip(header, fields, strict=True))


def _fields(text):
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error as error:
        raise RowError(f"it is no CSV: {error}") from error
    return [field.strip() for field in rows[0]] if rows else []
