"""Read CSV files row by row, so that a bad row spoils nothing but itself.

A row is one line: a field holds no line break. An unclosed quotation mark, or bytes
that are no UTF-8, then cost one row and not the rest of the file.
"""

import csv
import re
import unicodedata
from datetime import date
from typing import NamedTuple

from dev.errors import DevError

LONGEST = 200
LARGEST = 10**12
EARLIEST = date(1970, 1, 1)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BOM = b"\xef\xbb\xbf"


class RowError(Exception):
    """Why a row is not taken, in plain words."""


class Rejection(NamedTuple):
    """A row that was not taken: ``row`` is what stands on the line."""

    file: str
    line: int
    reason: str
    row: str


class Row:
    """The fields of one line; every method raises :class:`RowError`."""

    def __init__(self, values):
        self.values = values

    def text(self, column, *, required=True):
        """A name: one line, not too long; "" when it is empty and may be."""
        text = self.values[column]
        if required and not text:
            raise RowError(f"{column} is empty")
        if len(text) > LONGEST:
            raise RowError(
                f"{column} has {len(text):,} characters; {LONGEST} are allowed"
            )
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise RowError(f"{column} holds a control character")
        return text

    def number(self, column, *, required=False):
        """A number from 0 up; None when it is empty and may be."""
        text = self.text(column, required=required)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise RowError(f"{column} “{text}” is no number (such as 1250.50)")
        number = float(text)
        if number < 0:
            raise RowError(f"{column} “{text}” is negative")
        if number > LARGEST:
            raise RowError(f"{column} “{text}” is too large")
        return number

    def day(self, column, today, *, required=True):
        """A day up to ``today``; None when it is empty and may be."""
        text = self.text(column, required=required)
        if not text:
            return None
        try:
            day = date.fromisoformat(text) if DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if not day:
            raise RowError(f"{column} “{text}” is no date (YYYY-MM-DD)")
        if day < EARLIEST:
            raise RowError(f"{column} “{text}” is before {EARLIEST.year}")
        if day > today:
            raise RowError(f"{column} “{text}” is in the future")
        return day


def read(path, columns, take, rejections):
    """Give every row of the file ``path`` to ``take``.

    :param columns: those that the file must have; others are passed over.
    :param take: ``take(row)`` may raise :class:`RowError`.
    :param rejections: the list to which rows that are not taken are added.
    :raise DevError: when the file as a whole is of no use.
    """
    lines = _content(path).splitlines()
    header = _header(path, lines[0] if lines else b"", columns)
    if not any(line.strip() for line in lines[1:]):
        raise DevError(
            f"{path} holds no row below its header.", "Put the whole file there."
        )
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        try:
            take(Row(_values(line, header)))
        except RowError as why:
            row = line.decode("utf-8", "backslashreplace")
            rejections.append(Rejection(path.name, number, str(why), row))


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
