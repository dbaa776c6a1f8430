"""Turn the XML of an XLSX sheet into rows."""

import re

from odoo.tools import LazyTranslate

from .table_base import Row, shown
from .table_cells import (
    CellError,
    describe_error,
    describe_uncalculated,
    read_boolean,
    read_iso,
    read_number,
    read_text,
)
from .table_limits import MAX_CELL, MAX_PROBLEMS, MAX_ROW_NUMBER

_lt = LazyTranslate(__name__)

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
TAGS = {
    f"{namespace} {tag}": tag
    for namespace in NAMESPACES
    for tag in ("row", "c", "v", "f", "t", "rPh")
}
REFERENCE = re.compile(r"([A-Za-z]{1,3})\d*")
# Excel's last column, XFD.
LAST_COLUMN = 16_384


class SheetHandler:
    """Gathers rows until they are taken away."""

    def __init__(self, strings, kinds, epoch, archive):
        self.strings, self.kinds, self.epoch = strings, kinds, epoch
        self.archive = archive
        self._columns = {}
        self._rows, self._number = [], 0
        self._cells, self._problems, self._column = {}, [], 0
        self._type, self._style, self._has_formula = "n", 0, False
        self._parts, self._size, self._is_text = [], 0, False

    def take(self):
        """The rows gathered since the last call."""
        rows, self._rows = self._rows, []
        return rows

    # ------------------------------------------------------------------
    # Events of the parser
    # ------------------------------------------------------------------

    def start(self, name, attributes):
        tag = TAGS.get(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "t"}:
            self._is_text = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            # Only pronunciation: nothing of it is text of the cell.
            self._size = MAX_CELL + 1

    def text(self, data):
        # One character above the limit tells the table that the value is too long.
        if self._is_text and self._size <= MAX_CELL:
            self._parts.append(data)
            self._size += len(data)

    def end(self, name):
        tag = TAGS.get(name)
        if tag in {"v", "t"}:
            self._is_text = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and (self._cells or self._problems):
            width = max(self._cells, default=0)
            cells = [self._cells.get(column) for column in range(1, width + 1)]
            self._rows.append(Row(self._number, cells, self._problems))

    def _start_row(self, attributes):
        number = attributes.get("r", "")
        following = self._number + 1
        # Rows come in order; a number that says otherwise is not believed.
        if number.isdecimal() and len(number) < 9:
            following = max(following, int(number))
        if following > MAX_ROW_NUMBER:
            raise self.archive.broken()
        self._number = following
        self._cells, self._problems, self._column = {}, [], 0

    def _start_cell(self, attributes):
        self._column = self._read_column(attributes.get("r"))
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._has_formula, self._parts, self._size = False, [], 0

    def _read_column(self, reference):
        match = REFERENCE.match(reference or "")
        if not match:
            return self._column + 1
        letters = match[1].upper()
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            self._columns[letters] = column
        return column

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------

    def _end_cell(self):
        text = "".join(self._parts)
        if not text and not self._has_formula:
            return
        if self._column > LAST_COLUMN:
            raise self.archive.broken()
        try:
            value = self._read_cell(text)
        except CellError as error:
            problem, value = error.args
            if len(self._problems) < MAX_PROBLEMS:
                self._problems.append((self._column, problem))
        if value is not None and value != "":
            self._cells[self._column] = value

    def _read_cell(self, text):
        kind = self._type
        if kind == "s":
            return self._read_shared(text)
        if kind in {"str", "inlineStr"}:
            return read_text(text)
        if kind == "e":
            raise CellError(describe_error(text), text)
        if not text.strip():
            if self._has_formula:
                raise CellError(describe_uncalculated(), None)
            return None
        if kind == "b":
            return read_boolean(text.strip())
        if kind == "d":
            return read_iso(text)
        return read_number(text, self._find_kind(), self.epoch)

    def _find_kind(self):
        try:
            return self.kinds[int(self._style)]
        except (ValueError, IndexError):
            return ""

    def _read_shared(self, text):
        if text.isdecimal() and len(text) < 9 and int(text) < len(self.strings):
            return self.strings[int(text)]
        raise CellError(
            _lt("The text number %(value)s of the cell is missing.", value=shown(text)),
            None,
        )
