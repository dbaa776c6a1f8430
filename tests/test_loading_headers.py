"""Which row holds the headings, which sheet the table, and in which letters."""

import io

import openpyxl

from odoo.tests import tagged

from ..tools.table import open_table
from ..tools.values import plain
from .loading_table_common import TableCase, tell

KNOWN = {"nombre", "cif", "ciudad", "telefono"}


def knows(text):
    return plain(text) in KNOWN


@tagged("post_install", "-at_install")
class TestHeaderRow(TableCase):
    def _header(self, text, known=True):
        return open_table(text.encode(), "x.csv", knows=knows if known else None)

    def test_titles_padded_with_separators(self):
        text = "Empresa ACME;;;\nListado;;;\nde clientes;;;\nNombre;CIF;Ciudad;Zona\n"
        text += "Ana;1;Lugo;N\nEva;2;Vigo;S\n"
        for known in (True, False):
            table = self._header(text, known)
            self.assertEqual(table.headers, ["Nombre", "CIF", "Ciudad", "Zona"])
            self.assertEqual(table.header_row, 4)

    def test_facts_above_the_table(self):
        text = "Empresa ACME,,Fecha:,01/02/2024\nNombre,CIF,Ciudad,Zona\n"
        text += "Ana,1,Lugo,N\nEva,2,,S\n"
        for known in (True, False):
            self.assertEqual(self._header(text, known).header_row, 2)

    def test_blank_heading(self):
        table = self._header("Firma;;Ort\nA;x;B\nC;y;D\n")
        self.assertEqual(table.header_row, 1)

    def test_surplus_cells_below(self):
        table = self._header("Firma,Ort\nMany,Leeds,more\nFew\n")
        self.assertEqual(table.header_row, 1)

    def test_one_column(self):
        self.assertEqual(self._header("Nombre\nAna\nEva\n").header_row, 1)
        self.assertEqual(self._header("Firma\nAna\nEva\n").header_row, 1)


@tagged("post_install", "-at_install")
class TestSheets(TableCase):
    def _open(self, *sheets, known=True):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        content = io.BytesIO()
        book.save(content)
        return open_table(content.getvalue(), "x.xlsx", knows=knows if known else None)

    def test_cover(self):
        cover = ("Cover", [["Clientes"], ["Autor", "Ana"], ["Fecha", "2024"]])
        data = ("Data", [["Nombre", "CIF"], ["Ana", "1"]])
        table = self._open(cover, data)
        self.assertEqual(table.options.sheet, "Data")
        (notice,) = map(tell, table.notices)
        self.assertIn("Cover, Data", notice)
        self.assertIn("“Data”", notice)

    def test_cover_and_unknown_headings(self):
        cover = ("Cover", [["Clientes"], ["2024"]])
        data = ("Data", [["Firma", "Ort"], ["Ana", "1"]])
        self.assertEqual(self._open(cover, data).options.sheet, "Data")

    def test_one_sheet(self):
        table = self._open(("Data", [["Nombre"], ["Ana"]]))
        self.assertFalse(table.notices)


@tagged("post_install", "-at_install")
class TestLetters(TableCase):
    def test_mixed_in_equal_parts(self):
        content = b"Name,City\n" + "Cañas,Á\n".encode()
        content += "Peña,Ávila\n".encode("cp1252")
        table = self.open(content)
        self.assertEqual(table.options.encoding, "utf-8")
        self.assertEqual(self.values(content), [["Cañas", "Á"], ["Peña", "Ávila"]])
        self.assertEqual({where[0] for where in self.problems(content)}, {3})

    def test_few_letters_are_western(self):
        for text in ("Peña\n", "Ñu Ávila\n", "Façade Ærø\n", "ÁÉÍ ÓÚ\n"):
            table = self.open(b"Name\n" + text.encode("cp1252"))
            self.assertIn(table.options.encoding, ("cp1252", "cp850", "mac_roman"))

    def test_notice_shows_a_line(self):
        table = self.open(b"Name\nAna\n" + "Peña Ávila\n".encode("cp1252"))
        self.assertIn("Peña Ávila", tell(table.notices[0]))
