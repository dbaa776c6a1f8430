"""Files that are broken or made to harm: bounded in time and memory, and explained."""

import io
import json
import random
import struct
import time
import tracemalloc
import zipfile

from odoo.tests import tagged

from ..tools import table
from ..tools import table_limits as limits
from .common import FULL
from .loading_table_common import (
    SPREADSHEET,
    TableCase,
    ods,
    ods_cell,
    ods_row,
    pack,
    tell,
    text_cell,
    xlsx,
)

MEGABYTE = 2**20
HEAD = "<row>" + "".join(map(text_cell, "ab")) + "</row>"


class BoundedCase(TableCase):
    def bounded(self, content, seconds=20, megabytes=32, **options):
        """Read everything within processor time and memory; return the rows' count."""
        # Measured apart: tracing memory makes everything slow.
        start = time.process_time()
        count = sum(1 for _row in self.open(content, **options).rows())
        self.assertLess(time.process_time() - start, seconds)
        if FULL:
            tracemalloc.start()
            try:
                sum(1 for _row in self.open(content, **options).rows())
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            self.assertLess(peak, megabytes * MEGABYTE)
        return count


@tagged("post_install", "-at_install")
class TestUseless(TableCase):
    def test_empty(self):
        for content in (b"", b"\n \r\n", b"\xef\xbb\xbf", b";;;\n;;;\n", b"\0" * 99):
            with self.subTest(content):
                self.assertIn("“customers.csv” is empty", self.refusal(content))

    def test_binary(self):
        chance = random.Random(8)  # noqa: S311 (repeatable)
        for content in (
            bytes(range(256)) * 40,
            chance.randbytes(5_000),
            b"\x89PNG\r\n\x1a\n" + chance.randbytes(3_000),
            b"%PDF-1.7\n" + chance.randbytes(3_000),
        ):
            self.assertIn("is no table", self.refusal(content))

    def test_old_and_protected_excel(self):
        magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 999
        self.assertIn(".xlsx", self.refusal(magic, "old.xls"))
        content = magic + "EncryptedPackage".encode("utf-16-le")
        self.assertIn("password", self.refusal(content, "new.xlsx"))

    def test_too_large(self):
        content = b"a;b\n" + b"x" * limits.MAX_BYTES
        self.assertIn("65 MB; at most 64 MB", self.refusal(content))

    def test_broken_workbooks(self):
        good = xlsx(HEAD)
        for content in (
            b"PK\x03\x04 nothing",
            good[: len(good) // 2],
            pack({"readme.txt": "no workbook"}),
            pack({"xl/workbook.xml": "<a"}),
            xlsx("<row><c></row>"),
            xlsx(HEAD, head='<?xml version="1.0" encoding="klingon"?>'),
            pack({"content.xml": "<a/>"}),
        ):
            self.assertIn("is damaged", self.refusal(content))

    def test_too_many_columns(self):
        for content in (
            ";".join(f"c{number}" for number in range(1000)) + "\n1\n",
            xlsx("<row>" + text_cell("c") * 1000 + "</row>"),
            ods(ods_row(ods_cell("c", table__number_columns_repeated="1000"))),
        ):
            text = self.refusal(content)
            self.assertIn("has 1000 columns; at most 200", text)


@tagged("post_install", "-at_install")
class TestBounds(BoundedCase):
    def test_too_many_rows(self):
        self.patch(table, "MAX_ROWS", 10)
        self.assertEqual(len(self.values("a\n" + "1\n" * 10)), 10)
        self.assertIn("row 12", self.refusal("a\n" + "1\n" * 11))
        many = ods_row(ods_cell("x"), repeated=10**9)
        self.assertIn("more than 10", self.refusal(ods(ods_row(ods_cell("a")) + many)))

    def test_overlong_cells(self):
        long = "x" * MEGABYTE
        for content in (
            f"a;b\n{long};1\n2;3\n",
            f'a;b\n"{long}";1\n2;3\n',
            'a;b\n"' + "x\n" * (MEGABYTE // 2) + '";1\n2;3\n',
            xlsx(f"{HEAD}<row>{text_cell(long)}</row><row><c><v>2</v></c></row>"),
            ods(
                ods_row(ods_cell("a"), ods_cell("b"))
                + ods_row(ods_cell(long))
                + ods_row(ods_cell("2"))
            ),
        ):
            ((row, column, text),) = self.problems(content)
            self.assertEqual((row, column), (2, 1))
            self.assertIn("32767", text)
            first, second = self.values(content)
            self.assertEqual(len(first[0]), limits.CUT_CELL)
            self.assertEqual(str(second[0]), "2")

    def test_a_million_blank_rows(self):
        last = 1_000_000
        rows = (f'<row r="{number}" ht="15"/>' for number in range(2, last))
        end = f'<row r="{last}"><c><v>1</v></c></row>'
        declared = f'<dimension ref="A1:XFD{last}"/>' + HEAD
        self.assertEqual(self.bounded(xlsx([declared, *rows, end])), 1)
        self.assertEqual(self.bounded(xlsx(declared + end)), 1)
        self.assertEqual(self.bounded("a;b\n" + ";\n" * last + "1;2\n"), 1)
        blank = ods_row(ods_cell("", ""))
        head, row = ods_row(ods_cell("a")), ods_row(ods_cell("1"))
        self.assertEqual(self.bounded(ods([head, blank * 200_000, row])), 1)

    def test_positions_that_lie(self):
        self.assertIn("damaged", self.refusal(xlsx(HEAD + '<row r="99999999"/>')))
        far = HEAD + '<row><c r="ZZZ2"><v>1</v></c></row>'
        self.assertIn("damaged", self.refusal(xlsx(far)))
        back = HEAD + '<row r="1"><c><v>1</v></c></row>'
        self.assertEqual(next(self.open(xlsx(back)).rows()).number, 2)

    def test_text_made_to_be_slow(self):
        for line in (
            '"a\n',
            '"a""\n',
            '"""\n',
            'x;"\n',
            'b";"c\n',
            '"a"b;' * 500 + "\n",
        ):
            with self.subTest(line[:9]):
                text = "a;b\n" + line * (MEGABYTE // len(line))
                self.bounded(text, seconds=30, megabytes=64)
        self.bounded("a;b\n" + ";" * 8 * MEGABYTE)
        self.bounded('a;b\n"' + '""' * 4 * MEGABYTE, megabytes=64)


@tagged("post_install", "-at_install")
class TestBombs(BoundedCase):
    def test_zip_bomb(self):
        # Half a gigabyte and more of blanks in half a megabyte.
        blanks = (" " * MEGABYTE for _ in range(520))
        content = xlsx(blanks)
        self.assertLess(len(content), MEGABYTE)
        self.assertIn("unpacks to more than", self.refusal(content))

    def test_bomb_whose_directory_lies(self):
        content = xlsx([" " * MEGABYTE] * 100)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
        self.assertGreater(size, 100 * MEGABYTE)
        true = struct.pack("<I", size)
        self.assertIn(true, content)
        lie = content.replace(true, struct.pack("<I", 1000))
        self.assertIn("damaged", self.refusal(lie))

    def test_entities(self):
        bomb = "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
        file = "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        for head in (bomb, file):
            content = xlsx(HEAD + f"<row>{text_cell('&a;')}</row>", head=head)
            self.assertIn("damaged", self.refusal(content))
        strings = f'{file}<sst xmlns="{SPREADSHEET}"><si><t>&a;</t></si></sst>'
        parts = {"content.xml": bomb + "<a>&b;</a>", "xl/sharedStrings.xml": strings}
        self.assertIn("damaged", self.refusal(pack(parts)))

    def test_deep_nesting(self):
        content = xlsx("<row>" * 100_000)
        self.assertIn("damaged", self.refusal(content))

    def test_other_compressions(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("content.xml", "x" * MEGABYTE)
        self.assertIn("damaged", self.refusal(buffer.getvalue()))

    def test_too_many_parts(self):
        content = pack({f"part{number}": "" for number in range(limits.MAX_PARTS + 1)})
        self.assertIn("unpacks to more than", self.refusal(content))


if FULL:

    @tagged("post_install", "-at_install")
    class TestFuzz(TableCase):
        def test_changed_bytes_never_break_the_reader(self):
            chance = random.Random(8)  # noqa: S311 (repeatable)
            sheet = (
                HEAD + '<row r="2"><c r="A2" s="1"><v>42688.5</v></c><c t="s"><v>0</v>'
                '</c></row><row><c t="e"><f>1</f><v>#N/A</v></c></row>'
            )
            table_xml = ods_row(ods_cell("a"), ods_cell("b")) + ods_row(
                ods_cell("1", "float", office__value="1"),
                ods_cell("", "date", office__date_value="2016-11-14"),
                repeated=2,
            )
            text = 'a;b\n"x""y";2\n"z\nz";Málaga\n;"q" r;"s\n'
            styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            makers = (
                (text.encode(), bytes),
                (xlsx(sheet, "<si><t>x</t></si>"), bytes),
                (sheet.encode(), lambda xml: xlsx(self._decode(xml), "<si/>", styles)),
                (table_xml.encode(), lambda xml: ods(self._decode(xml))),
            )
            for _ in range(20_000):
                seed, make = chance.choice(makers)
                changed = bytearray(seed)
                for _ in range(chance.randint(1, 3)):
                    changed[chance.randrange(len(changed))] = chance.randrange(256)
                try:
                    for row in self.open(make(bytes(changed))).rows():
                        self.assertTrue(row.number)
                        json.dumps(row.cells, allow_nan=False).encode()
                except table.TableError as error:
                    self.assertTrue(tell(error.args[0]))

        def _decode(self, xml):
            return xml.decode("utf-8", "replace")
