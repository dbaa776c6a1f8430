"""Read a table out of a CSV, XLSX or ODS file, row by row.

Nothing here knows Odoo's records. A file that is of no use raises
:class:`~.table_base.TableError`; a faulty row is handed out with its problems.
"""

import re

from odoo.tools import LazyTranslate

from .table_base import Options, Row, TableError, shown
from .table_csv import CsvSource
from .table_headers import choose_sheet, filled_rows, find_header, is_blank, peek
from .table_limits import (
    CUT_CELL,
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_PROBLEMS,
    MAX_ROWS,
)
from .table_ods import OdsSource
from .table_write import NO_TEXT, restore
from .table_xlsx import XlsxSource
from .table_zip import Archive

__all__ = ["Options", "Row", "Table", "TableError", "open_table"]

_lt = LazyTranslate(__name__)

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BLANKS = re.compile(r"\s+")
# Any byte but blanks and byte order marks.
FILLED = re.compile(rb"[^\0 \t\r\n\xef\xbb\xbf\xfe\xff]")


def open_table(content, file_name, options=Options(), knows=None):  # noqa: B008
    """Open the table that ``content`` holds; its format is told by the content.

    :param bytes content: the file.
    :param str file_name: named in messages only.
    :param knows: a function that tells whether a text is a heading it knows.
    :rtype: Table
    """
    if not FILLED.search(content):
        raise TableError(_lt("The file “%(file)s” is empty.", file=file_name))
    if len(content) > MAX_BYTES:
        raise TableError(
            _lt(
                "The file “%(file)s” has %(size)s MB; at most %(limit)s MB can be "
                "loaded at once. Split it into several files.",
                file=file_name,
                size=-(-len(content) // 2**20),
                limit=MAX_BYTES // 2**20,
            )
        )
    source = _open_source(content, file_name, options)
    knows = knows or (lambda _text: False)
    choose_sheet(source, knows)
    return Table(source, file_name, knows)


def _open_source(content, file_name, options):
    if content.startswith(ZIP):
        archive = Archive(content, file_name)
        if archive.find("content.xml"):
            return OdsSource(archive, file_name, options)
        return XlsxSource(archive, file_name, options)
    if content.startswith(OLD_OFFICE):
        raise TableError(_describe_old_office(content, file_name))
    return CsvSource(content, file_name, options)


def _describe_old_office(content, file_name):
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _lt(
            "The file “%(file)s” is protected by a password. Save it without a "
            "password and load it again.",
            file=file_name,
        )
    return _lt(
        "The file “%(file)s” has the format of Excel before 2007 (.xls). Open it "
        "and save it as an Excel workbook (.xlsx).",
        file=file_name,
    )


class Table:
    """The headers and rows of one table.

    ``options`` are complete: what was guessed stands in them. ``notices`` tell what
    somebody should know before they trust the table.
    """

    def __init__(self, source, file_name, knows):
        self._source = source
        self.format = source.format
        self.sheets = source.sheets
        peeked = peek(source)
        header = self._find_header(peeked, file_name, knows)
        self.header_row = header.number
        self.options = source.options._replace(header_row=header.number)
        self.headers = self._read_headers(header.cells, file_name)
        self.notices = [*source.notices, *(text for _column, text in header.problems)]
        self._note_doubled_headers()
        self._note_blank_headers(row for row in peeked if row.number > header.number)

    def rows(self, after=0):
        """Yield every filled row below the headers whose number is above ``after``."""
        count = 0
        for row in self._filled():
            if row.number <= self.header_row:
                continue
            count += 1
            if count > MAX_ROWS:
                raise TableError(
                    _lt(
                        "The table has more than %(limit)s filled rows; row "
                        "%(number)s is the first beyond. Split it into several files.",
                        limit=MAX_ROWS,
                        number=row.number,
                    )
                )
            if row.number > after:
                yield self._fit(row)

    def _filled(self):
        return filled_rows(self._source)

    def _fit(self, row):
        """The row with as many cells as there are headers, each of a size to keep."""
        width, problems = len(self.headers), list(row.problems)
        cells = [
            self._clean(cell, column, problems)
            for column, cell in enumerate(row.cells[:width], 1)
        ]
        cells += [None] * (width - len(cells))
        surplus = [cell for cell in row.cells[width:] if not is_blank(cell)]
        if surplus:
            problems.append((width + 1, _describe_surplus(surplus)))
        return Row(row.number, cells, problems[:MAX_PROBLEMS])

    def _clean(self, cell, column, problems):
        if not isinstance(cell, str):
            return cell
        if len(cell) > MAX_CELL:
            text = _lt(
                "The value has %(size)s characters; a cell holds at most %(limit)s. "
                "It begins with “%(value)s”.",
                size=len(cell),
                limit=MAX_CELL,
                value=shown(cell),
            )
            problems.append((column, text))
            cell = cell[:CUT_CELL]
        if not cell.isascii() or "\0" in cell:
            text = NO_TEXT.sub("", cell)
            if text != cell:
                problem = _lt(
                    "The value “%(value)s” holds characters that are no text.",
                    value=shown(text),
                )
                problems.append((column, problem))
                cell = text
        return restore(cell) if cell.strip() else None

    # ------------------------------------------------------------------
    # Headers
    # ------------------------------------------------------------------

    def _find_header(self, peeked, file_name, knows):
        wanted = self._source.options.header_row
        if wanted:
            for row in self._filled():
                if row.number >= wanted:
                    break
            else:
                row = None
            if row is None or row.number != wanted:
                raise TableError(
                    _lt(
                        "Row %(number)s of the file “%(file)s” is blank: it cannot "
                        "hold the headings.",
                        number=wanted,
                        file=file_name,
                    )
                )
            return row
        if not peeked:
            raise TableError(_lt("The file “%(file)s” is empty.", file=file_name))
        return find_header(peeked, knows)

    def _read_headers(self, cells, file_name):
        headers = [
            "" if cell is None else BLANKS.sub(" ", NO_TEXT.sub("", str(cell)))
            for cell in cells
        ]
        headers = [restore(text.strip())[:CUT_CELL] for text in headers]
        while headers and not headers[-1]:
            headers.pop()
        if len(headers) > MAX_COLUMNS:
            raise TableError(
                _lt(
                    "The file “%(file)s” has %(count)s columns; at most %(limit)s can "
                    "be loaded. Leave out those that are not needed.",
                    file=file_name,
                    count=len(headers),
                    limit=MAX_COLUMNS,
                )
            )
        return headers

    def _note_doubled_headers(self):
        columns = {}
        for number, header in enumerate(self.headers, 1):
            if header:
                columns.setdefault(header.casefold(), []).append(number)
        self.notices += [
            _lt(
                "The heading “%(heading)s” stands over several columns: %(columns)s.",
                heading=self.headers[numbers[0] - 1],
                columns=", ".join(map(str, numbers)),
            )
            for numbers in columns.values()
            if len(numbers) > 1
        ]

    def _note_blank_headers(self, rows):
        width = len(self.headers)
        filled = {
            column
            for row in rows
            for column, cell in enumerate(row.cells[:width], 1)
            if not is_blank(cell) and not self.headers[column - 1]
        }
        if filled:
            self.notices.append(
                _lt(
                    "These columns hold values but have no heading: %(columns)s.",
                    columns=", ".join(map(str, sorted(filled))),
                )
            )


def _describe_surplus(cells):
    values = ", ".join(f"“{shown(cell)}”" for cell in cells[:5])
    return _lt(
        "The line has values beyond the last heading (%(count)s): %(values)s.",
        count=len(cells),
        values=values + (", …" if len(cells) > 5 else ""),
    )
