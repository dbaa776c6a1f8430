"""Read the sheets of an XLSX workbook, streamed.

The parts are parsed here and not by openpyxl: that library gives up the whole file for
one bad cell, a broken style or a wrong property, cannot tell an empty cell from a
formula that was never calculated, and keeps a trace of every row in memory.
"""

import posixpath

from odoo.tools import LazyTranslate

from .table_base import Source, TableError
from .table_cells import EPOCH_1900, EPOCH_1904, classify_format, read_text
from .table_limits import MAX_CELL
from .table_xlsx_sheet import NAMESPACES, SheetHandler

_lt = LazyTranslate(__name__)

# More strings than this do not fit beside the rest in a worker's memory.
MAX_STRINGS = 5_000_000
# Excel itself knows 64,000 cell formats.
MAX_ENTRIES = 70_000


class XlsxSource(Source):
    format = "xlsx"

    def __init__(self, archive, file_name, options):
        super().__init__(options)
        self.archive = archive
        parts, hidden, self.epoch = self._read_workbook()
        self.sheets = list(parts)
        self.kinds, self.strings = None, None
        name = options.sheet
        if name and name not in parts:
            raise TableError(
                _lt(
                    "The workbook “%(file)s” has no sheet “%(sheet)s”; it has: "
                    "%(sheets)s.",
                    file=file_name,
                    sheet=name,
                    sheets=", ".join(self.sheets),
                )
            )
        self._read_formats()
        self._read_strings()
        self.parts = parts
        # Hidden sheets are looked at last.
        ordered = [name] if name else sorted(parts, key=hidden.__contains__)
        self.candidates = ordered
        if not name:
            self.candidates = [each for each in ordered if self._has_content(each)]
        if not self.candidates:
            raise TableError(
                _lt(
                    "No sheet of the workbook “%(file)s” holds anything.",
                    file=file_name,
                )
            )
        self.choose(self.candidates[0])

    def rows(self):
        return self._rows_of(self.parts[self.options.sheet])

    def _rows_of(self, part):
        handler = SheetHandler(self.strings, self.kinds, self.epoch, self.archive)
        for _ in self.archive.parse(part, handler):
            yield from handler.take()

    def _has_content(self, name):
        return any(
            row.problems or any(cell not in {None, ""} for cell in row.cells)
            for row in self._rows_of(self.parts[name])
        )

    # ------------------------------------------------------------------
    # Parts of the workbook
    # ------------------------------------------------------------------

    def _read_workbook(self):
        """The parts of the sheets by name, the hidden ones, and the first day."""
        path = "xl/workbook.xml"
        for entry in self._entries("_rels/.rels", "Relationship"):
            if entry.get("Type", "").endswith("/officeDocument"):
                path = posixpath.join("/", entry.get("Target", ""))
        if not self.archive.find(path):
            raise self.archive.broken()
        folder, file = posixpath.split(path)
        targets = {
            entry.get("Id"): posixpath.normpath(
                posixpath.join(folder, entry.get("Target", ""))
            )
            for entry in self._entries(f"{folder}/_rels/{file}.rels", "Relationship")
            if entry.get("Type", "").endswith("/worksheet")
        }
        parts, hidden, epoch = {}, set(), EPOCH_1900
        for entry in self._entries(path, "sheet", "workbookPr"):
            if entry.get("date1904") in {"1", "true"}:
                epoch = EPOCH_1904
            part = targets.get(entry.get("id"))
            name = entry.get("name")
            if part and name and self.archive.find(part):
                parts[name] = part
                if entry.get("state", "visible") != "visible":
                    hidden.add(name)
        if not parts:
            raise self.archive.broken()
        self.folder = folder
        return parts, hidden, epoch

    def _entries(self, part, *names):
        return self.archive.parse_all(part, EntryHandler(names, self.archive)).entries

    def _read_formats(self):
        """The kind of value that each cell style shows."""
        handler = StyleHandler((), self.archive)
        self.archive.parse_all(f"{self.folder}/styles.xml", handler)
        codes = {
            entry.get("numFmtId"): entry.get("formatCode", "")
            for entry in handler.entries
            if "formatCode" in entry
        }
        self.kinds = [
            classify_format(codes.get(number, ""), int(number))
            if number.isdecimal()
            else ""
            for number in handler.styles
        ]

    def _read_strings(self):
        handler = StringHandler(self.archive)
        self.archive.parse_all(f"{self.folder}/sharedStrings.xml", handler)
        self.strings = handler.strings


def _local(name):
    return name.rpartition(" ")[2]


class EntryHandler:
    """Gathers the attributes of the elements that are asked for."""

    def __init__(self, names, archive):
        self.names, self.archive = names, archive
        self.entries = []

    def start(self, name, attributes):
        if _local(name) in self.names:
            self._keep(attributes)

    def end(self, name):
        """Attributes are all that counts."""

    def text(self, data):
        """Attributes are all that counts."""

    def _keep(self, attributes):
        if len(self.entries) >= MAX_ENTRIES:
            raise self.archive.broken()
        self.entries.append({_local(key): v for key, v in attributes.items()})


class StyleHandler(EntryHandler):
    """Gathers number formats, and the number of the format of every cell style."""

    def __init__(self, names, archive):
        super().__init__(names, archive)
        self.styles = []
        self._is_inside = False

    def start(self, name, attributes):
        local = _local(name)
        if local == "cellXfs":
            self._is_inside = True
        elif local == "numFmt":
            self._keep(attributes)
        elif local == "xf" and self._is_inside and len(self.styles) < MAX_ENTRIES:
            self.styles.append(attributes.get("numFmtId", "0"))

    def end(self, name):
        if _local(name) == "cellXfs":
            self._is_inside = False


class StringHandler:
    """Gathers the strings that cells share, without what is only pronunciation."""

    ITEM, TEXT, PHONETIC = (
        frozenset(f"{namespace} {name}" for namespace in NAMESPACES)
        for name in ("si", "t", "rPh")
    )

    def __init__(self, archive):
        self.archive = archive
        self.strings = []
        self._parts, self._size = [], 0
        self._is_text = self._is_phonetic = False

    def start(self, name, attributes):
        if name in self.TEXT:
            self._is_text = not self._is_phonetic
        elif name in self.ITEM:
            self._parts, self._size = [], 0
        elif name in self.PHONETIC:
            self._is_phonetic = True

    def text(self, data):
        # One character above the limit tells the table that the value is too long.
        if self._is_text and self._size <= MAX_CELL:
            self._parts.append(data)
            self._size += len(data)

    def end(self, name):
        if name in self.TEXT:
            self._is_text = False
        elif name in self.PHONETIC:
            self._is_phonetic = False
        elif name in self.ITEM:
            if len(self.strings) >= MAX_STRINGS:
                raise self.archive.too_large()
            self.strings.append(read_text("".join(self._parts)))
