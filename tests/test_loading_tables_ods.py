"""ODS workbooks, as LibreOffice writes them."""

import io

try:
    from odf import opendocument
    from odf.table import Table, TableCell, TableRow
    from odf.text import P
except ImportError:
    opendocument = None

from odoo.tests import tagged

from .loading_table_common import TableCase, ods, ods_cell, ods_row, pack

HEAD = ods_row(*map(ods_cell, "abcd"))


@tagged("post_install", "-at_install")
class TestOds(TableCase):
    def test_values(self):
        content = ods(
            HEAD
            + ods_row(
                ods_cell("00123", "float", office__value="123"),
                ods_cell("1.234,50 €", "currency", office__value="1234.5"),
                ods_cell("25 %", "percentage", office__value="0.25"),
                ods_cell("7", "float", office__value="7"),
            )
            + ods_row(
                ods_cell("14/11/16", "date", office__date_value="2016-11-14"),
                ods_cell("x", "date", office__date_value="2016-11-14T09:30:00"),
                ods_cell("WAHR", "boolean", office__boolean_value="true"),
                ods_cell("9:30", "time", office__time_value="PT09H30M00S"),
            )
        )
        table = self.open(content, "customers.ods")
        self.assertEqual((table.format, table.options.sheet), ("ods", "Main"))
        self.assertEqual(
            [row.cells for row in table.rows()],
            [
                ["00123", 1234.5, 0.25, 7],
                ["2016-11-14", "2016-11-14 09:30:00", True, "09:30:00"],
            ],
        )

    def test_texts(self):
        note = "<office:annotation><text:p>comment</text:p></office:annotation>"
        body = (
            '<text:p>a<text:s text:c="3"/><text:a>link</text:a><text:tab/></text:p>'
            "<text:p>b</text:p>"
        )
        cell = f'<table:table-cell office:value-type="string">{note}{body}'
        content = ods(HEAD + ods_row(cell + "</table:table-cell>"))
        self.assertEqual(self.values(content)[0][0], "a   link\t\nb")

    def test_errors_and_formulas(self):
        content = ods(
            HEAD
            + ods_row(
                ods_cell("Err:502", table__formula="of:=1"),
                ods_cell("", "", table__formula="of:=2"),
                ods_cell("2", "float", office__value="2", table__formula="of:=3"),
                ods_cell("x", "date", office__date_value="soon"),
            )
        )
        self.assertEqual(self.values(content), [["Err:502", None, 2, "soon"]])
        self.assertEqual(
            [p[:2] for p in self.problems(content)], [(2, 1), (2, 2), (2, 4)]
        )

    def test_repeated(self):
        content = ods(
            HEAD
            + ods_row(repeated=1_000_000)
            + ods_row(ods_cell("x", table__number_columns_repeated="2"), repeated=2)
            + ods_row(ods_cell("", "", table__number_columns_repeated="16384"))
        )
        rows = list(self.open(content).rows())
        self.assertEqual([row.number for row in rows], [1_000_002, 1_000_003])
        self.assertEqual(rows[0].cells, ["x", "x", None, None])

    def test_sheets(self):
        content = ods(HEAD, '<table:table table:name="Empty"></table:table>')
        table = self.open(content)
        self.assertEqual(table.sheets, ["Empty", "Main"])
        self.assertEqual(table.headers, list("abcd"))
        self.assertIn("“Nope”", self.refusal(content, sheet="Nope"))
        self.assertIn("No sheet", self.refusal(ods("")))

    def test_deleted_cells_are_no_content(self):
        deleted = f"<table:tracked-changes>{ods_cell('gone')}</table:tracked-changes>"
        self.assertEqual(
            self.values(ods(HEAD + ods_row(ods_cell("x")), deleted))[0][0], "x"
        )

    def test_protected(self):
        content = pack(
            {
                "content.xml": "nothing readable",
                "META-INF/manifest.xml": "<a><manifest:encryption-data/></a>",
            }
        )
        self.assertIn("password", self.refusal(content))

    def test_what_odfpy_writes_is_read(self):
        if opendocument is None:
            self.skipTest("odfpy is not installed")
        document, sheet = opendocument.OpenDocumentSpreadsheet(), Table(name="One")
        for text in ("Name", "Acme"):
            row, cell = TableRow(), TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
            sheet.addElement(row)
        document.spreadsheet.addElement(sheet)
        buffer = io.BytesIO()
        document.save(buffer)
        self.assertEqual(self.values(buffer.getvalue()), [["Acme"]])
