"""Files as nobody wants them: told with line and column, and nothing is lost."""

import base64
import io
import time
import zipfile

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_playbook.tools import table, table_limits, table_zip
from odoo.addons.crm_playbook.tools.table_write import write_xlsx

from .loading_common import LoadingCase, to_csv


@tagged("post_install", "-at_install")
class TestHostileFiles(LoadingCase):
    def _assert_useless(self, content, text, name="customers.csv"):
        """The file as a whole is refused, in words, and the load is where it was."""
        load = self.Load.with_user(self.user_marketing).create(
            {
                "source_id": self.source.id,
                "file": base64.b64encode(content),
                "file_name": name,
            }
        )
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            load.action_read()
        self.assertEqual(load.state, "draft")
        self.assertFalse(load.line_count)

    def test_empty(self):
        self._assert_useless(b"", "Choose a file")
        self._assert_useless(b"  \r\n\r\n", "empty")
        self._assert_useless(b"Name,City\n", "no line|rows|below")

    def test_above_the_limit(self):
        self.patch(table, "MAX_BYTES", 100)
        self._assert_useless(b"Name\n" + b"x\n" * 100, "MB")

    def test_too_many_rows(self):
        self.patch(table, "MAX_ROWS", 20)
        self._assert_useless(b"Name\n" + b"x\n" * 30, "20")

    def test_too_many_rows_further_down(self):
        """What turns out while reading is told, too; nothing is half read."""
        self.patch(table, "MAX_ROWS", 60)
        self._assert_useless(b"Name\n" + b"x\n" * 80, "60")

    def test_binary(self):
        self._assert_useless(bytes(range(256)) * 50, "customers.csv")
        self._assert_useless(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, "xlsx")

    def test_thousand_columns(self):
        header = ",".join(f"C{n}" for n in range(1000)).encode()
        self._assert_useless(header + b"\n" + b"1," * 999 + b"1\n", "200")

    def test_zip_bomb(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")
            with archive.open(
                "xl/worksheets/sheet1.xml", "w", force_zip64=True
            ) as bomb:
                for _time in range(200):
                    bomb.write(b"\0" * 2**20)
        began = time.monotonic()
        self._assert_useless(content.getvalue(), "customers.xlsx", "customers.xlsx")
        self.assertLess(time.monotonic() - began, 5)
        self.assertGreater(table_limits.MAX_RATIO, 0)
        self.assertTrue(table_zip.Archive)

    def test_huge_cell(self):
        rows = [
            ["ID", "Name", "Notes"],
            ["H-1", "Huge Ltd", "x" * 2**20],
            ["H-2", "Fine Ltd", "short"],
        ]
        load = self._load(rows)
        lines = load.line_ids.sorted("number")
        self.assertVerdicts(lines, "invalid", "new")
        self.assertEqual(lines[0].number, 2)
        self.assertIn("“Notes”", lines[0].reason)
        self.assertStates(lines, "left_out", "loaded")
        self.assertTrue(load.reject_file)

    def test_long_cell_that_fits(self):
        rows = [["ID", "Name", "Notes"], ["H-1", "Long Ltd", "word " * 5000]]
        load = self._load(rows)
        self.assertStates(load.line_ids, "loaded")
        self.assertVerdicts(self._look(rows), "unchanged")

    def test_formulas_and_links(self):
        link = '=HYPERLINK("http://bad.example","Click")'
        rows = [["ID", "Name", "City"], ["F-1", link, "=1+1"]]
        load = self._load(rows)
        self.assertStates(load.line_ids, "loaded")
        self.assertRecordValues(
            self._get_records(load), [{"name": link, "city": "=1+1"}]
        )

    def test_formula_without_a_value(self):
        book = openpyxl.Workbook()
        book.active.append(["ID", "Name", "City"])
        book.active.append(["F-1", "Formula Ltd", '=CONCAT("a","b")'])
        content = io.BytesIO()
        book.save(content)
        lines = self._look(content.getvalue(), file_name="formula.xlsx")
        self.assertVerdicts(lines, "invalid")
        self.assertEqual(lines.number, 2)
        self.assertIn("“City”", lines.reason)

    def test_duplicate_headers(self):
        load = self._make_load([["Name", "City", "City"], ["Double Ltd", "A", "B"]])
        self.assertIn("City", load.notice)
        self.assertEqual(load.column_ids.mapped("target"), ["name", "city", False])

    def test_two_columns_to_one_field(self):
        rows = [["Name", "Country", "Land"], ["Double Ltd", "Spain", "Spain"]]
        load = self._make_load(rows)
        load.column_ids[2].target = "country_id"
        with self.assertRaisesRegex(UserError, "Land"), self.cr.savepoint():
            load.action_review()

    def test_mixed_encodings(self):
        lines = [f"M-{n},{name},Lugo\n" for n, name in enumerate(("Ñandú", "Ñoño"))]
        text = f"ID,Name,City\n{''.join(lines)}".encode()
        lines = self._look(text + "M-3,Peña,Ávila\n".encode("cp1252"))
        self.assertEqual(lines.mapped("number"), [2, 3, 4])
        self.assertVerdicts(lines, "new", "new", "invalid")
        self.assertIn("“Name”", lines[2].reason)
        self.assertIn("Peña", lines[2].reason)

    def test_open_quotation_mark(self):
        text = b'ID,Name,City\nQ-1,"Open,Lugo\nQ-2,Fine,Vigo\n'
        lines = self._look(text)
        self.assertVerdicts(lines, "invalid", "new")

    def test_escapes_of_json(self):
        """Text that looks like the notation of a character is text."""
        name = 'Back \\u0000 slash \\" Ltd'
        rows = [["ID", "Name"], ["J-1", name], ["J-2", "\\u0000"]]
        load = self._load(rows)
        self.assertStates(load.line_ids, "loaded", "loaded")
        names = self._get_records(load).mapped("name")
        self.assertEqual(names, [name, "\\u0000"])

    def test_blank_rows(self):
        content = to_csv([["ID", "Name"], ["B-1", "Blank Ltd"]])
        content += b",\n" * 1_000_000 + b"B-2,Last Ltd\n"
        began = time.monotonic()
        lines = self._look(content)
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(lines.mapped("number"), [2, 1_000_003])

    def test_markup(self):
        name = "<script>alert(1)</script>"
        rows = [["ID", "Name", "Notes"], ["X-1", name, "<img onerror=alert(1)>"]]
        partner = self._get_records(self._load(rows))
        self.assertEqual(partner.name, name)
        self.assertIn("&lt;img", partner.comment)

    def test_workbook_without_rows(self):
        self._assert_useless(write_xlsx(["Name"], []), "no line|rows|below", "a.xlsx")
