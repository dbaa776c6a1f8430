"""Turn the XML of an ODS workbook into rows."""

import re

from .table_cells import (
    CellError,
    describe_error,
    describe_uncalculated,
    read_boolean,
    read_iso,
    read_number,
)
from .table_limits import MAX_CELL, MAX_PROBLEMS, MAX_SPLIT

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{OASIS}{name}:1.0 " for name in ("office", "table", "text"))
# How LibreOffice marks a cell that holds an error.
ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
SHEET, ROW, CELL = TABLE + "table", TABLE + "table-row", TABLE + "table-cell"
COVERED = TABLE + "covered-table-cell"
PARAGRAPH, SPACES = TEXT + "p", TEXT + "s"
BREAKS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
# What stands in a sheet or a cell without being its content.
FOREIGN = {
    OFFICE + "annotation",
    TABLE + "shapes",
    TABLE + "tracked-changes",
    TABLE + "detective",
    OASIS + "drawing:1.0 frame",
    OASIS + "drawing:1.0 custom-shape",
}
# More often than anything that fits can be repeated.
MOST = 10**9
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


class SheetHandler:
    """Follows sheets and skips what stands in them without being cells."""

    def __init__(self):
        self._foreign = 0
        self._sheets = 0

    def start(self, name, attributes):
        if self._foreign or name in FOREIGN:
            self._foreign += 1
        elif name == SHEET:
            self._sheets += 1
            if self._sheets == 1:
                self.start_sheet(attributes.get(TABLE + "name", ""))
        else:
            self.start_inside(name, attributes)

    def end(self, name):
        if self._foreign:
            self._foreign -= 1
        elif name == SHEET:
            self._sheets -= 1
            if not self._sheets:
                self.end_sheet()
        else:
            self.end_inside(name)

    def start_sheet(self, name):
        """A sheet begins."""

    def end_sheet(self):
        """A sheet ends."""

    def start_inside(self, name, attributes):
        """An element begins."""

    def end_inside(self, name):
        """An element ends."""

    def text(self, data):
        """Text that stands anywhere."""


class NameHandler(SheetHandler):
    """Which sheets there are, and whether they hold anything."""

    def __init__(self):
        super().__init__()
        self.filled = {}
        self._name = None

    def start_sheet(self, name):
        self._name = name
        self.filled.setdefault(name, False)

    def start_inside(self, name, attributes):
        if name == CELL and OFFICE + "value-type" in attributes:
            self.filled[self._name] = True


class ContentHandler(SheetHandler):
    """Gathers the rows of one sheet until they are taken away."""

    def __init__(self, sheet):
        super().__init__()
        self.sheet = sheet
        self.is_done = False
        self._is_here = False
        self._rows, self._number, self._repeated = [], 1, 1
        self._cells, self._problems, self._column = [], [], 0
        self._attributes = None
        self._parts, self._size, self._depth = [], 0, 0

    def take(self):
        """The rows gathered since the last call: number, how often, cells, problems."""
        rows, self._rows = self._rows, []
        return rows

    def start_sheet(self, name):
        self._is_here = name == self.sheet and not self.is_done

    def end_sheet(self):
        self.is_done = self.is_done or self._is_here
        self._is_here = False

    # ------------------------------------------------------------------
    # Events of the parser
    # ------------------------------------------------------------------

    def start_inside(self, name, attributes):
        if not self._is_here:
            return
        if name in {CELL, COVERED}:
            self._attributes = attributes
            self._parts, self._size, self._depth = [], 0, 0
        elif name == PARAGRAPH:
            self._depth += 1
            if self._parts:
                self._add("\n")
        elif name == ROW:
            self._repeated = _read_count(attributes, "number-rows-repeated")
            self._cells, self._problems, self._column = [], [], 0
        elif name == SPACES:
            count = attributes.get(TEXT + "c", "1")
            self._add(" " * (min(int(count), 1000) if count.isdecimal() else 1))
        elif name in BREAKS:
            self._add(BREAKS[name])

    def text(self, data):
        if self._depth and not self._foreign:
            self._add(data)

    def end_inside(self, name):
        if not self._is_here:
            return
        if name == PARAGRAPH:
            self._depth -= 1
        elif name in {CELL, COVERED}:
            self._end_cell()
        elif name == ROW:
            if self._cells or self._problems:
                self._rows.append(
                    (self._number, self._repeated, self._cells, self._problems)
                )
            self._number += self._repeated

    def _add(self, text):
        # One character above the limit tells the table that the value is too long.
        if self._size <= MAX_CELL:
            self._parts.append(text)
            self._size += len(text)

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------

    def _end_cell(self):
        attributes, text = self._attributes or {}, "".join(self._parts)
        self._attributes, self._depth = None, 0
        repeated = _read_count(attributes, "number-columns-repeated")
        try:
            value = self._read_cell(attributes, text)
        except CellError as error:
            problem, value = error.args
            if len(self._problems) < MAX_PROBLEMS:
                self._problems.append((self._column + 1, problem))
        if value is not None and value != "":
            blanks = min(self._column, MAX_SPLIT) - len(self._cells)
            self._cells += [None] * blanks
            room = MAX_SPLIT - len(self._cells)
            self._cells += [value] * min(repeated, room)
        self._column += repeated

    def _read_cell(self, attributes, text):
        kind = attributes.get(OFFICE + "value-type", "")
        formula = attributes.get(TABLE + "formula")
        if attributes.get(ERROR_TYPE + "value-type") == "error" or (
            formula and re.match(r"(?:#[A-Z/0]+[!?]?|Err:\d+)$", text)
        ):
            raise CellError(describe_error(text), text)
        if not kind and formula and not text:
            raise CellError(describe_uncalculated(), None)
        if kind in {"float", "percentage", "currency"}:
            return self._read_number(attributes.get(OFFICE + "value", ""), text)
        if kind == "date":
            return read_iso(attributes.get(OFFICE + "date-value", ""))
        if kind == "boolean":
            return read_boolean(attributes.get(OFFICE + "boolean-value", ""))
        if kind == "time":
            match = DURATION.fullmatch(attributes.get(OFFICE + "time-value", ""))
            return ":".join(part.zfill(2) for part in match.groups()) if match else text
        return text or attributes.get(OFFICE + "string-value")

    def _read_number(self, stored, text):
        value = read_number(stored)
        # A format that shows leading zeros: what is seen is the code that is meant.
        digits = re.sub(r"[-+() /]", "", text)
        if digits.startswith("0") and len(digits) > 1 and digits.isdecimal():
            return text if int(digits) == value else value
        return value


def _read_count(attributes, name):
    text = attributes.get(TABLE + name, "1")
    if not text.isdecimal():
        return 1
    return max(int(text), 1) if len(text) < 10 else MOST
