"""Write tables that spreadsheets open without running anything in them."""

import csv
import io
import itertools
import math
import re

import xlsxwriter

from .table_base import NO_TEXT
from .table_limits import MAX_CELL

# What a spreadsheet takes for the beginning of a formula, as OWASP lists it: also after
# blanks, in full width, and behind the apostrophe that takes the danger away.
DANGER = re.compile(r"'*(?:[\t\r\n]|[\s\u200b\ufeff]*[=+\-@＝＋－＠])")

# What Excel does not have in the name of a sheet.
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def neutralise(text):
    """A text that no spreadsheet takes for a formula.

    >>> neutralise("=1+1"), neutralise("-12,5"), neutralise("Acme - Madrid")
    ("'=1+1", "'-12,5", 'Acme - Madrid')
    """
    return "'" + text if DANGER.match(text) else text


def restore(text):
    """The text that :func:`neutralise` was given.

    >>> restore("'=1+1"), restore("'t Hooft"), restore(neutralise("'-"))
    ('=1+1', "'t Hooft", "'-")
    """
    return text[1:] if text.startswith("'") and DANGER.match(text) else text


def write_csv(headers, rows, separator=","):
    """A CSV file as bytes: UTF-8 with the mark by which Excel recognises it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    for row in itertools.chain([headers], rows):
        writer.writerow([neutralise(_as_text(cell)) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def _as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return NO_TEXT.sub("", str(value))


def write_xlsx(headers, rows, name="", others=()):
    """An XLSX workbook as bytes. Texts stay texts: never a formula, a link, a date.

    :param name: of the sheet.
    :param others: more sheets, as triples of name, headers and rows.
    """
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    bold = workbook.add_format({"bold": True})
    for each in [(name, headers, rows), *others]:
        _write_sheet(workbook, bold, *each)
    workbook.close()
    return buffer.getvalue()


def _write_sheet(workbook, bold, name, headers, rows):
    sheet = workbook.add_worksheet(
        NO_SHEET_NAME.sub(" ", name)[:31].strip("' ") or None
    )
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.set_column(column, column, min(max(len(str(header)) + 2, 10), 40))
        _write_text(sheet, 0, column, header, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value)


def _write_cell(sheet, number, column, value):
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(number, column, value)
    elif isinstance(value, (int, float)) and math.isfinite(value):
        sheet.write_number(number, column, value)
    else:
        _write_text(sheet, number, column, value)


def _write_text(sheet, number, column, value, *cell_format):
    text = NO_TEXT.sub("", str(value))
    if restore(text) != text:
        # So that whoever reads the file back gets this very text.
        text = "'" + text
    if len(text) > MAX_CELL:
        text = text[: MAX_CELL - 1] + "…"
    sheet.write_string(number, column, text, *cell_format)
