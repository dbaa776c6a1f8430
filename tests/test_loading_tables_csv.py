"""Text files with separated values, as companies have them."""

import csv
import io
import random

from odoo.tests import tagged

from .common import FULL
from .loading_table_common import TableCase, tell

SPANISH = "nombre;ciudad\nJosé;Málaga\nPérez;Cádiz\n"


@tagged("post_install", "-at_install")
class TestEncodings(TableCase):
    def test_known_by_its_mark_or_as_utf8(self):
        for encoding, told in (
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16-le"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
        ):
            with self.subTest(encoding):
                table = self.open(SPANISH.encode(encoding))
                self.assertEqual(table.headers, ["nombre", "ciudad"])
                self.assertEqual(table.options.encoding, told)
                self.assertEqual(
                    [row.cells for row in table.rows()],
                    [["José", "Málaga"], ["Pérez", "Cádiz"]],
                )
                self.assertFalse(table.notices)

    def test_guessed_and_said(self):
        polish = "nazwa;miasto\nŁukasz;Wrocław\nZażółć;Gdańsk\nMałgorzata;Łódź\n"
        russian = "имя;город\nИван;Москва\nПётр;Санкт-Петербург\nАнна;Новосибирск\n"
        for encoding, text in (
            ("cp1252", SPANISH),
            ("cp850", SPANISH),
            ("mac_roman", SPANISH),
            ("cp1252", "a;b\n5 € – “x”;Ñuño\n"),
            ("cp1250", polish),
            ("cp1251", russian),
        ):
            with self.subTest(encoding):
                table = self.open(text.encode(encoding))
                self.assertEqual(table.options.encoding, encoding)
                self.assertIn(encoding, tell(table.notices[0]))
                first = next(table.rows()).cells
                self.assertEqual(first, text.split("\n")[1].split(";"))

    def test_chosen(self):
        content = SPANISH.encode("cp1252")
        self.assertEqual(self.values(content, encoding="latin-1")[0][0], "José")
        self.assertIn("“klingon”", self.refusal(content, encoding="klingon"))
        self.assertIn("“rot13”", self.refusal(content, encoding="rot13"))

    def test_mixed(self):
        utf8, old = "Ñ1;ok\nÑ2;ok\n".encode(), "x;Cádiz\n".encode("cp1252")
        content = b"a;b\n" + utf8 + old + b"plain;ok\n"
        self.assertEqual(
            self.values(content),
            [["Ñ1", "ok"], ["Ñ2", "ok"], ["x", "Cádiz"], ["plain", "ok"]],
        )
        ((row, column, text),) = self.problems(content)
        self.assertEqual((row, column), (4, 2))
        self.assertIn("“Cádiz”", text)

    def test_mixed_mostly_old(self):
        old, utf8 = "x;Cádiz\n".encode("cp1252") * 5, "Ñ1;ok\n".encode()
        content = b"a;b\n" + old + utf8
        self.assertEqual(self.values(content)[-2:], [["x", "Cádiz"], ["Ñ1", "ok"]])
        self.assertEqual([where[:2] for where in self.problems(content)], [(7, 1)])

    def test_bytes_that_are_no_text(self):
        content = b"a;b\nx\0y;1\n"
        self.assertEqual(self.values(content), [["xy", "1"]])
        self.assertEqual([where[:2] for where in self.problems(content)], [(2, 1)])


@tagged("post_install", "-at_install")
class TestSeparators(TableCase):
    def test_guessed(self):
        for separator in ";,\t|":
            with self.subTest(separator):
                lines = [["Name", "Amount", "Note"], ["Acme", '"1,5; x"', ""]] * 3
                text = "\n".join(separator.join(line) for line in lines)
                table = self.open(text)
                self.assertEqual(table.options.separator, separator)
                self.assertEqual(next(table.rows()).cells, ["Acme", "1,5; x", None])

    def test_decimal_commas_do_not_mislead(self):
        self.assertEqual(
            self.values("a;b\nx;1,5\ny;2,5\n"), [["x", "1,5"], ["y", "2,5"]]
        )

    def test_line_that_says_it(self):
        content = "sep=|\r\na|b\r\n1,2|3,4\r\n"
        table = self.open(content)
        self.assertEqual((table.options.separator, table.header_row), ("|", 2))
        self.assertEqual([row.number for row in table.rows()], [3])

    def test_chosen(self):
        self.assertEqual(self.values("a^b\n1;2^3\n", separator="^"), [["1;2", "3"]])
        self.assertIn("separator", self.refusal("a;b", separator=";;"))
        self.assertIn("separator", self.refusal("a;b", separator='"'))

    def test_one_column(self):
        self.assertEqual(self.values("Email\na@b.c\nd@e.f\n"), [["a@b.c"], ["d@e.f"]])


@tagged("post_install", "-at_install")
class TestQuotes(TableCase):
    def test_quoted(self):
        content = 'a;b\n"x; ""y""";"two\r\nlines"\n "spaces" ; plain 5" \n'
        self.assertEqual(
            self.values(content),
            [['x; "y"', "two\r\nlines"], ["spaces", ' plain 5" ']],
        )
        self.assertFalse(self.problems(content))

    def test_row_numbers_are_lines(self):
        rows = self.open('a;b\n"1\n\n1";x\n\n2;y\n').rows()
        self.assertEqual([row.number for row in rows], [2, 6])

    def test_other_mark_and_none(self):
        self.assertEqual(self.values("a;b\n'x;y';z\n", quote="'"), [["x;y", "z"]])
        self.assertEqual(self.values('a;b\n"x;y"\n', quote=""), [['"x', 'y"']])

    def test_never_closed(self):
        for tail in ('2;"Beta";Sevilla\n', "2;Beta;Sevilla\n", '2;"";"Sevilla"\n'):
            with self.subTest(tail):
                content = 'a;b;c\n1;"Acme;Madrid\n' + tail + "3;x;y\n"
                ((row, column, text),) = self.problems(content)
                self.assertEqual((row, column), (2, 2))
                self.assertIn("never closed", text)
                rows = self.values(content)
                self.assertEqual(len(rows), 3)
                self.assertEqual(rows[0], ["1", '"Acme;Madrid', None])
                self.assertEqual(rows[1][2], "Sevilla")

    def test_mark_inside(self):
        content = 'a;b;c\n1;"He said "hi" to me";x\n2;"Best" company;y\n'
        self.assertEqual(
            self.values(content),
            [["1", 'He said "hi" to me', "x"], ["2", '"Best" company', "y"]],
        )
        self.assertEqual([p[:2] for p in self.problems(content)], [(2, 2), (3, 2)])


@tagged("post_install", "-at_install")
class TestLines(TableCase):
    def test_ends(self):
        for end in ("\n", "\r\n", "\r"):
            with self.subTest(end):
                rows = list(self.open(end.join(("a;b", "1;2", "", "3;4"))).rows())
                self.assertEqual([row.number for row in rows], [2, 4])
                self.assertEqual(rows[1].cells, ["3", "4"])

    def test_headers(self):
        table = self.open(";;\nCustomers of 2016;;\n\n Name ;E-mail;\n1;2\n")
        self.assertEqual((table.headers, table.header_row), (["Name", "E-mail"], 4))
        table = self.open("x;y\nName;City\nAcme;Madrid\n", header_row=2)
        self.assertEqual(table.headers, ["Name", "City"])
        self.assertEqual([row.number for row in table.rows()], [3])
        self.assertIn("Row 2", self.refusal("a;b\n\n1;2\n", header_row=2))

    def test_doubled_and_blank_headers(self):
        table = self.open("Email;;email;Free;\n1;2;3;;\n")
        doubled, blank = map(tell, table.notices)
        self.assertIn("1, 3", doubled)
        self.assertIn("heading: 2", blank)

    def test_more_and_fewer_values(self):
        content = "a;b\n1\n1;2;;4\n1;2;;\n"
        self.assertEqual(self.values(content), [["1", None], ["1", "2"], ["1", "2"]])
        ((row, column, text),) = self.problems(content)
        self.assertEqual((row, column), (3, 3))
        self.assertIn("“4”", text)

    def test_resumed(self):
        table = self.open("a\n" + "\n".join(str(number) for number in range(100)))
        after = [row.cells[0] for row in table.rows(after=99)]
        self.assertEqual(after, ["98", "99"])

    def test_neutralised_values_come_back(self):
        self.assertEqual(self.values("a;b\n'=1+1;'t Hooft\n"), [["=1+1", "'t Hooft"]])


@tagged("post_install", "-at_install")
class TestRoundTrips(TableCase):
    def test_what_python_writes_is_read(self):
        alphabet = ["a", "ñ", "5", " ", ";", ",", '"', "\n", "\r\n", "x y", "|"]
        chance = random.Random(8)  # noqa: S311 (repeatable)
        for _ in range(3_000 if FULL else 150):
            width = chance.randint(2, 5)
            rows = [
                [
                    "".join(chance.choices(alphabet, k=chance.randint(0, 6))) or "z"
                    for _ in range(width)
                ]
                for _ in range(chance.randint(1, 6))
            ]
            buffer = io.StringIO(newline="")
            writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
            writer.writerows([[f"h{column}" for column in range(width)], *rows])
            wanted = [
                [cell if cell.strip() else None for cell in row]
                for row in rows
                if any(cell.strip() for cell in row)
            ]
            self.assertEqual(
                self.values(buffer.getvalue(), separator=";"), wanted, buffer.getvalue()
            )
