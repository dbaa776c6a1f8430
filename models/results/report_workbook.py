"""The content of a report as a workbook: a sheet about it, and one for each part."""

import io
import math
from datetime import date, datetime

import xlsxwriter

from ...tools.table_base import NO_TEXT
from ...tools.table_limits import MAX_CELL
from ...tools.table_write import NO_SHEET_NAME
from .report_content import DATE, MONEY, NUMBER, NUMBERS, PERCENT

# Excel's limit for the name of a sheet, and a name that it keeps for itself.
LONGEST_NAME = 31
KEPT_NAME = "history"
FORMATS = {NUMBER: "#,##0.##", MONEY: "#,##0.00", PERCENT: "0.0%"}
NARROWEST, WIDEST = 10, 48
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
# Above the table: the title, a sentence, an empty row.
TOP = 3


def write_report(about_name, about, sections):
    """An XLSX workbook as bytes. Texts stay texts: never a formula, a link, a date.

    :param about_name: the name of the first sheet.
    :param about: pairs of texts that stand in it.
    :param sections: see ``report_content``.
    """
    buffer = io.BytesIO()
    workbook = _Workbook(buffer)
    workbook.write_about(about_name, about)
    for section in sections:
        workbook.write_section(section)
    workbook.close()
    return buffer.getvalue()


class _Workbook:
    """A workbook that is written, with the formats that it has by now."""

    def __init__(self, buffer):
        self.book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        self.names = set()
        self.formats = {}

    def close(self):
        self.book.close()

    def add_sheet(self, title):
        """A new sheet; two with the same title get different names."""
        name = NO_SHEET_NAME.sub(" ", _clean(title))[:LONGEST_NAME].strip("' ")
        name = name or f"{len(self.names) + 1}"
        unique, number = name, 2
        while unique.lower() in self.names or unique.lower() == KEPT_NAME:
            end = f" ({number})"
            unique = name[: LONGEST_NAME - len(end)] + end
            number += 1
        self.names.add(unique.lower())
        sheet = self.book.add_worksheet(unique)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def get_format(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def write_about(self, name, about):
        sheet = self.add_sheet(name)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 80)
        wrap = self.get_format(text_wrap=True, valign="top")
        bold = self.get_format(bold=True, valign="top")
        for row, (label, text) in enumerate(about):
            _write_text(sheet, row, 0, label, bold)
            _write_text(sheet, row, 1, text, wrap)

    def write_section(self, section):
        sheet = self.add_sheet(section["title"])
        title = self.get_format(bold=True, font_size=14)
        _write_text(sheet, 0, 0, section["title"], title)
        said = (section["problem"], section["text"], section["empty"])
        _write_text(sheet, 1, 0, " ".join(filter(None, said)))
        if not section["columns"]:
            return
        columns = section["columns"]
        head = self.get_format(bold=True, bottom=1, text_wrap=True, valign="top")
        for at, column in enumerate(columns):
            _write_text(sheet, TOP, at, column["label"], head)
        rows = section["rows"] + ([section["total"]] if section["total"] else [])
        for number, row in enumerate(rows, TOP + 1):
            is_total = row is section["total"]
            for at, (column, cell) in enumerate(zip(columns, row, strict=False)):
                self.write_cell(sheet, (number, at), column, cell, bold=is_total)
        self._arrange(sheet, section)

    def _arrange(self, sheet, section):
        """Widths, bars, and what stays in sight."""
        columns, rows = section["columns"], section["rows"]
        for at, column in enumerate(columns):
            texts = [column["label"], *(row[at]["text"] for row in rows)]
            width = min(max(map(len, texts)) + 2, WIDEST)
            sheet.set_column(at, at, max(width, NARROWEST))
            if column["name"] == section["bars"] and rows:
                bar = {"type": "data_bar", "bar_color": "#B9A6BF"}
                sheet.conditional_format(TOP + 1, at, TOP + len(rows), at, bar)
        sheet.freeze_panes(TOP + 1, 1)
        sheet.repeat_rows(TOP)
        if rows:
            sheet.autofilter(TOP, 0, TOP + len(rows), len(columns) - 1)

    def write_cell(self, sheet, place, column, cell, *, bold):
        value, kind = cell["value"], cell.get("type", column["type"])
        look = {"bold": True, "top": 1} if bold else {}
        if isinstance(value, (date, datetime)) and kind == DATE:
            pattern = MOMENT if isinstance(value, datetime) else DAY
            look |= {"num_format": pattern, "align": "left"}
            sheet.write_datetime(*place, value, self.get_format(**look))
        elif kind in NUMBERS and _is_number(value):
            look["num_format"] = cell.get("number_format") or FORMATS[kind]
            number = value / 100 if kind == PERCENT else value
            sheet.write_number(*place, number, self.get_format(**look))
        else:
            if column["type"] in NUMBERS:
                look["align"] = "right"
            _write_text(sheet, *place, self._get_text(cell), self.get_format(**look))

    def _get_text(self, cell):
        """The whole text, also where the e-mail shows its beginning."""
        return cell["value"] if isinstance(cell["value"], str) else cell["text"]


def _is_number(value):
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and math.isfinite(value)
    )


def _clean(text):
    return NO_TEXT.sub("", str(text or ""))


def _write_text(sheet, row, column, text, *cell_format):
    text = _clean(text)
    if len(text) > MAX_CELL:
        text = text[: MAX_CELL - 1] + "…"
    sheet.write_string(row, column, text, *cell_format)
