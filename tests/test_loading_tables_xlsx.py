"""XLSX workbooks: what is shown in Excel is what is read."""

import datetime
import io

import openpyxl

from odoo.tests import tagged

from .loading_table_common import TableCase, text_cell, xlsx

HEAD = "<row>" + "".join(map(text_cell, "abc")) + "</row>"


def save(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestXlsx(TableCase):
    def _save(self, *cells):
        """A workbook with one column for each (value, number format)."""
        book = openpyxl.Workbook()
        book.active.append([f"h{number}" for number in range(len(cells))])
        book.active.append([value for value, _format in cells])
        for column, (_value, code) in enumerate(cells, 1):
            if code:
                book.active.cell(2, column).number_format = code
        return save(book)

    def test_values(self):
        content = self._save(
            (123, "00000"),
            (612345678, "000-000-000"),
            (5.0, None),
            (0.1 + 0.2, None),
            (-1234.5, '#,##0.00 "días €"'),
            (0.25, "0%"),
            (True, None),
            (datetime.date(2016, 11, 14), None),
            (datetime.datetime(2016, 11, 14, 9, 30), None),
            (42688, "dd/mm/yyyy"),
            (datetime.time(9, 30), None),
            ("a\nb", None),
            ("00123", None),
        )
        table = self.open(content, "customers.xlsx")
        self.assertEqual((table.format, table.sheets), ("xlsx", ["Sheet"]))
        (row,) = table.rows()
        self.assertEqual(
            row.cells,
            [
                "00123",
                "612-345-678",
                5,
                0.3,
                -1234.5,
                0.25,
                True,
                "2016-11-14",
                "2016-11-14 09:30:00",
                "2016-11-14",
                "09:30:00",
                "a\nb",
                "00123",
            ],
        )
        self.assertIsInstance(row.cells[2], int)
        self.assertFalse(row.problems)

    def test_formats_that_only_look_like_dates(self):
        for code in ("[Red]0.00", '0 "days"', "#,##0.00\\ _E_U_R", "[$USD] 0.0", "@"):
            with self.subTest(code):
                self.assertEqual(self.values(self._save((1.5, code))), [[1.5]])

    def test_dates_since_1904(self):
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append(["a"])
        book.active.append([datetime.date(2016, 11, 14)])
        self.assertEqual(self.values(save(book)), [["2016-11-14"]])

    def test_dates_that_are_none(self):
        for value in (-5, 0, 60, 3_000_000, 1e18):
            with self.subTest(value):
                content = self._save((value, "yyyy-mm-dd"), ("x", None))
                ((row, column, text),) = self.problems(content)
                self.assertEqual((row, column), (2, 1))
                self.assertIn("is no date", text)

    def test_formula_error_and_link(self):
        content = xlsx(
            HEAD
            + "<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c>"
            + '<c t="str"><f>""</f><v></v></c></row>'
            + '<row><c t="e"><v>#N/A</v></c><c t="str"><f>HYPERLINK("x","Acme")</f>'
            + "<v>Acme</v></c></row>"
        )
        self.assertEqual(
            self.values(content), [[2, None, None], ["#N/A", "Acme", None]]
        )
        (formula, error) = self.problems(content)
        self.assertEqual((formula[:2], error[:2]), ((2, 2), (3, 1)))
        self.assertIn("LibreOffice", formula[2])
        self.assertIn("#N/A", error[2])
        book = openpyxl.Workbook()
        book.active.append(["a"])
        book.active.append(["Acme"])
        book.active["A2"].hyperlink = "https://example.com"
        self.assertEqual(self.values(save(book)), [["Acme"]])

    def test_bad_cells_are_problems_of_their_lines(self):
        cells = (
            "<c><v>abc</v></c>",
            "<c><v>1e999</v></c>",
            '<c t="s"><v>7</v></c>',
            '<c t="b"><v>maybe</v></c>',
            '<c t="d"><v>yesterday</v></c>',
            "<c><v>12345678901234567890</v></c>",
        )
        for cell in cells:
            with self.subTest(cell):
                content = xlsx(f"{HEAD}<row>{cell}</row><row><c><v>1</v></c></row>")
                self.assertEqual([p[:2] for p in self.problems(content)], [(2, 1)])
                self.assertEqual(self.values(content)[1], [1, None, None])

    def test_strings(self):
        content = xlsx(
            '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>',
            "<si><r><t>Na</t></r><r><t>me</t></r><rPh><t>x</t></rPh></si>"
            "<si><t>a_x000D_b_x005F_x0041_</t></si>",
        )
        self.assertEqual(self.open(content).headers, ["Name"])
        self.assertEqual(self.values(content), [["a\rb_x0041_"]])

    def test_positions(self):
        content = xlsx(
            '<dimension ref="A1"/><row r="3"><c r="A3"><v>1</v></c>'
            '<c r="C3"><v>2</v></c></row><row r="7"><c r="C7"><v>3</v></c></row>'
        )
        table = self.open(content)
        self.assertEqual((table.headers, table.header_row), (["1", "", "2"], 3))
        (row,) = table.rows()
        self.assertEqual((row.number, row.cells), (7, [None, None, 3]))

    def test_sheets(self):
        book = openpyxl.Workbook()
        for name, value in (("Hidden", "no"), ("Data", "yes"), ("More", "more")):
            book.create_sheet(name).append([value])
        book["Hidden"].sheet_state = "hidden"
        content = save(book)
        table = self.open(content)
        self.assertEqual(table.sheets, ["Sheet", "Hidden", "Data", "More"])
        self.assertEqual((table.options.sheet, table.headers), ("Data", ["yes"]))
        self.assertEqual(self.open(content, sheet="More").headers, ["more"])
        self.assertIn("“Nope”", self.refusal(content, sheet="Nope"))
        self.assertIn("No sheet", self.refusal(save(openpyxl.Workbook())))
