"""Files that are handed out: nothing in them runs, and they can be loaded again."""

import io
import zipfile

import openpyxl

from odoo.tests import tagged

from ..tools.table_write import neutralise, restore, write_csv, write_xlsx
from .loading_table_common import TableCase

DANGEROUS = (
    "=1+1",
    "+34 600 123 456",
    "-12,5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u00a0=1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
    "'=1",
    "''-1",
    "-",
)
HARMLESS = ("", "Acme", "a=b", "12-5", "'t Hooft", "'", "x\n=1", "http://x.y")


@tagged("post_install", "-at_install")
class TestWrite(TableCase):
    def test_neutralised_and_restored(self):
        for text in DANGEROUS:
            with self.subTest(text):
                self.assertEqual(neutralise(text), "'" + text)
        for text in HARMLESS:
            with self.subTest(text):
                self.assertEqual(neutralise(text), text)
        for text in DANGEROUS + HARMLESS:
            with self.subTest(text):
                self.assertEqual(restore(neutralise(text)), text)

    def test_csv(self):
        content = write_csv(
            ["Name", "=Note"], [["José", "=1"], [-5, None], [True, 1.5]]
        )
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(
            content.decode("utf-8-sig"),
            "Name,'=Note\r\nJosé,'=1\r\n'-5,\r\nTRUE,1.5\r\n",
        )

    def test_written_files_are_read_again(self):
        texts = [text for text in DANGEROUS + HARMLESS if text.strip()]
        rows = [[text, "x"] for text in [*texts, 'a;"b",\nc', "_x0041_", "\x01"]]
        for content in (
            write_csv(["a", "b"], rows),
            write_csv(["a", "b"], iter(rows), ";"),
            write_xlsx(["a", "b"], iter(rows)),
        ):
            self.assertEqual(self.values(content), rows)

    def test_xlsx_keeps_types_and_holds_no_formula_or_link(self):
        rows = [["=1+1", "https://x.y", -5, 1.5, True, "2016-11-14", None, "00123"]]
        content = write_xlsx(["h"] * 8, rows)
        self.assertEqual(self.values(content), rows)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertEqual([c.data_type for c in sheet[2]], list("ssnnbsns"))
        self.assertFalse(any(cell.hyperlink for cell in sheet[2]))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertNotIn(b"<f>", archive.read("xl/worksheets/sheet1.xml"))

    def test_values_that_no_cell_holds(self):
        rows = [["x" * 40_000, float("inf"), "a\0b\ud800"]]
        for content in (write_xlsx(list("abc"), rows), write_csv(list("abc"), rows)):
            table = self.open(content)
            self.assertEqual(next(table.rows()).cells[1:], ["inf", "ab"])
        (row,) = self.values(write_xlsx(list("abc"), rows))
        self.assertEqual(len(row[0]), 32_767)
