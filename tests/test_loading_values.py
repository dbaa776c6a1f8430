"""Numbers, dates and answers as people write them."""

import datetime
import doctest
from zoneinfo import ZoneInfo

import pytz
from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..tools import (
    table_base,
    table_cells,
    table_csv_line,
    table_write,
    values,
    values_dates,
)
from .loading_table_common import tell


@tagged("post_install", "-at_install")
class TestValues(BaseCase):
    def _refusal(self, function, *arguments):
        with self.assertRaises(ValueError) as caught:
            function(*arguments)
        return tell(caught.exception.args[0])

    def test_doctests(self):
        for module in (
            table_base,
            table_cells,
            table_csv_line,
            table_write,
            values,
            values_dates,
        ):
            self.assertEqual(doctest.testmod(module).failed, 0, module)

    def test_numbers(self):
        for text, number in (
            ("1.234,50 €", 1234.5),
            ("€1,234.50", 1234.5),
            ("1 234,5", 1234.5),
            ("1\u202f234,5", 1234.5),
            ("1'234.50", 1234.5),
            ("USD 5", 5),
            ("Mex$ 5", 5),
            ("12,5 %", 12.5),
            ("(12)", -12),
            ("$(5)", -5),
            ("12-", -12),
            ("−3", -3),
            ("- 5", -5),
            ("+5", 5),
            ("0.123", 0.123),
            ("1.234.567", 1234567),
            ("1E+05", 100000),
            (",5", 0.5),
            (7, 7),
            (1.5, 1.5),
        ):
            with self.subTest(text):
                self.assertEqual(values.parse_number(text), number)

    def test_numbers_of_a_column(self):
        parse = values.parse_number
        self.assertEqual((parse("1.234", ","), parse("1.234", ".")), (1234, 1.234))
        self.assertIn("thousands or decimals", self._refusal(parse, "1.234"))
        self.assertIn("“,”", self._refusal(parse, "12.50", ","))
        self.assertIn("“,”", self._refusal(parse, "1,234.50", ","))
        for text in ("", "abc", "12 34", "12 kg", "1.2.3", "nan", "inf", "1e99", True):
            with self.subTest(text):
                self.assertIn("is no number", self._refusal(parse, text))

    def test_guess_decimal(self):
        for samples, mark in (
            (["1.234", "1,5"], ","),
            (["1,234", "1.5", 3.5, None], "."),
            (["1.234.567"], ","),
            (["1.234", "5"], ""),
            ([], ""),
        ):
            self.assertEqual(values.guess_decimal(samples), mark)

    def test_booleans(self):
        for value in ("Sí", "YES", "x", 1, 1.0, True, "verdadero", "✓"):
            self.assertIs(values.parse_boolean(value), True)
        for value in ("no", "", None, 0, 0.0, False, "FALSO", " "):
            self.assertIs(values.parse_boolean(value), False)
        self.assertIn("“maybe”", self._refusal(values.parse_boolean, "maybe"))
        self.assertIn("“-”", self._refusal(values.parse_boolean, "-"))

    def test_plain(self):
        self.assertEqual(values.plain(" Teléfono__(móvil) "), "telefono movil")
        self.assertEqual(values.plain("E-Mail"), values.plain("e mail"))
        self.assertEqual(values.plain("STRASSE"), values.plain("Straße"))


@tagged("post_install", "-at_install")
@freeze_time("2026-06-01")
class TestDates(BaseCase):
    _refusal = TestValues._refusal

    def test_dates(self):
        day = datetime.date(2016, 11, 14)
        for value in (
            "2016-11-14",
            "2016-11-14 09:30:00",
            "2016-11-14T09:30:00Z",
            "2016/11/14",
            "20161114",
            20161114,
            "14/11/2016",
            "14.11.16",
            "14 11 2016",
            "11/14/2016",
            "14-nov-16",
            "14 nov. 2016",
            "14 de noviembre de 2016",
            "lunes, 14 de noviembre de 2016",
            "Nov 14, 2016",
            "November 14th 2016",
            "2016 Nov 14",
            "14/11/2016 09:30",
            datetime.datetime(2016, 11, 14, 9),
            day,
        ):
            with self.subTest(value):
                self.assertEqual(values.parse_date(value), day)

    def test_order(self):
        parse = values.parse_date
        self.assertEqual(parse("1/2/2016", "dmy"), datetime.date(2016, 2, 1))
        self.assertEqual(parse("1/2/2016", "mdy"), datetime.date(2016, 1, 2))
        self.assertEqual(parse("16-02-01", "ymd"), datetime.date(2016, 2, 1))
        self.assertEqual(parse("2016/02/01", "dmy"), datetime.date(2016, 2, 1))
        self.assertIn("several ways", self._refusal(parse, "1/2/2016"))
        self.assertIn("no day", self._refusal(parse, "14/11/2016", "mdy"))
        for samples, order in (
            (["01/02/2016", "14/02/2016"], "dmy"),
            (["02/14/2016", "01/01/2016"], "mdy"),
            (["2016/02/01"], "ymd"),
            (["31/12/15", "01/02/16"], "dmy"),
            (["14/02/2016", "99/99/2016"], "dmy"),
            (["01/02/2016", None, 5, "2016-01-31"], ""),
            (["14/02/2016", "02/14/2016"], "dmy"),
        ):
            with self.subTest(samples):
                self.assertEqual(values.guess_order(samples), order)

    def test_two_digit_years_slide(self):
        for text, year in (("1/2/99", 1999), ("1/2/46", 2046), ("1/2/47", 1947)):
            self.assertEqual(values.parse_date(text, "dmy").year, year)

    def test_no_dates(self):
        for text in ("1899-12-30", "31/12/9999", "01/01/0001", "2101-01-01"):
            with self.subTest(text):
                self.assertIn("between 1900", self._refusal(values.parse_date, text))
        for text in ("2016-02-30", "29/02/2015", "0000-00-00", "31 abr 2016"):
            with self.subTest(text):
                self.assertIn("no day", self._refusal(values.parse_date, text))
        for text in ("", "soon", "2016", 42688, "14 November", "1/2/3/2016"):
            with self.subTest(text):
                self.assertIn("no date", self._refusal(values.parse_date, text))

    def test_moments(self):
        for text, clock in (
            ("2016-11-14 09:30", "09:30:00"),
            ("14/11/2016, 9:30:15 pm", "21:30:15"),
            ("14/11/2016 9:30 a. m.", "09:30:00"),
            ("14/11/2016 12am", "00:00:00"),
            ("14/11/2016 09h30", "09:30:00"),
            ("14.11.2016 09.30", "09:30:00"),
            ("2016-11-14T09:30:00.123Z", "09:30:00"),
            ("2016-11-14T09:30:00+01:00", "08:30:00"),
            ("2016-11-14 09:30 -0230", "12:00:00"),
            ("14/11/2016", "00:00:00"),
        ):
            with self.subTest(text):
                moment = values.parse_datetime(text, "dmy")
                self.assertEqual(str(moment), f"2016-11-14 {clock}")
        for text in ("14/11/2016 25:00", "14/11/2016 13:00 pm", "2016-11-14 09:61"):
            with self.subTest(text):
                self.assertIn("no time", self._refusal(values.parse_datetime, text))

    def test_clock_of_a_place(self):
        for zone in (ZoneInfo("Europe/Madrid"), pytz.timezone("Europe/Madrid")):
            moment = values.parse_datetime("2016-07-14 09:30", "", zone)
            self.assertEqual(moment, datetime.datetime(2016, 7, 14, 7, 30))
            told = values.parse_datetime("2016-07-14 09:30Z", "", zone)
            self.assertEqual(told, datetime.datetime(2016, 7, 14, 9, 30))
