"""Read the sheets of an ODS workbook, streamed.

The content is parsed here and not by odfpy: that library builds every element of the
file as an object before it hands out the first row.
"""

from odoo.tools import LazyTranslate

from .table_base import Row, Source, TableError
from .table_limits import MAX_ROWS
from .table_ods_sheet import ContentHandler, NameHandler

_lt = LazyTranslate(__name__)

CONTENT = "content.xml"


class OdsSource(Source):
    format = "ods"

    def __init__(self, archive, file_name, options):
        super().__init__(options)
        self.archive = archive
        if archive.holds("META-INF/manifest.xml", b"encryption-data"):
            raise archive.protected()
        handler = archive.parse_all(CONTENT, NameHandler())
        self.sheets = list(handler.filled)
        if not self.sheets:
            raise archive.broken()
        name = options.sheet
        if name and name not in handler.filled:
            raise TableError(
                _lt(
                    "The workbook “%(file)s” has no sheet “%(sheet)s”; it has: "
                    "%(sheets)s.",
                    file=file_name,
                    sheet=name,
                    sheets=", ".join(self.sheets),
                )
            )
        filled = [each for each, is_filled in handler.filled.items() if is_filled]
        self.candidates = [name] if name else filled
        if not self.candidates:
            raise TableError(
                _lt(
                    "No sheet of the workbook “%(file)s” holds anything.",
                    file=file_name,
                )
            )
        self.choose(self.candidates[0])

    def rows(self):
        handler = ContentHandler(self.options.sheet)
        for _ in self.archive.parse(CONTENT, handler):
            for number, repeated, cells, problems in handler.take():
                # One more than may be tells the table that there are too many.
                for index in range(min(repeated, MAX_ROWS + 2)):
                    yield Row(number + index, cells, problems)
            if handler.is_done:
                break
