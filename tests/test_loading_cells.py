"""Cells that say nothing, or nonsense, or what may be read in two ways."""

import io

import openpyxl

from odoo.tests import tagged

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestCells(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _look_at(self, header, *texts, kind="company", more=None):
        more = more or {}
        lines = [[f"Cells {n}", text, *more.values()] for n, text in enumerate(texts)]
        rows = [["Name", header, *more], *lines]
        user = self.admin if kind == "lead" else None
        return self._look(rows, kind, user=user)

    def _assert_invalid(self, header, *texts, **options):
        lines = self._look_at(header, *texts, **options)
        self.assertVerdicts(lines, *["invalid"] * len(texts))
        for line in lines:
            self.assertIn(f"“{header}”", line.reason)

    def test_emails(self):
        self._assert_invalid("Email", "ana", "ana@", "ana@x", "a b@x.com", "@x.com")
        load = self._load(
            [["Name", "Email"], ["One", "Ana <ana@x.com>"], ["Two", "b@x.com; c@x.com"]]
        )
        one, two = self._get_records(load)
        self.assertEqual((one.email, two.email), ("ana@x.com", "b@x.com"))
        self.assertIn("Email: c@x.com", two.comment)

    def test_telephones(self):
        self._assert_invalid("Phone", "12345", "none yet", "call me")

    def test_websites(self):
        self._assert_invalid("Website", "nowhere", "ana@x.com", "my site.com")
        lines = self._look_at("Website", "x.com", "https://x.com/a?b=1", "www.x.es:80")
        self.assertVerdicts(lines, *["new"] * 3)

    def test_names(self):
        names = ("-", "N/A", "NULL", "test", "xxx", "???")
        lines = self._look([["Name", "City"], *([each, "Leeds"] for each in names)])
        self.assertVerdicts(lines, *["invalid"] * len(names))
        for line in lines:
            self.assertIn("“Name”", line.reason)

    def test_filler_is_empty(self):
        texts = ("-", "N/A", "NULL", "n/d", "--")
        for header in ("City", "Email", "Industry", "Created on", "VAT", "Zip", "Tags"):
            lines = self._look_at(header, *texts)
            self.assertVerdicts(lines, *["new"] * len(texts))
            self.assertFalse(lines.load_id.value_ids)
        load = self._load([["Name", "City"], ["Empty Ltd", "N/A"]])
        self.assertFalse(self._get_records(load).city)

    def test_probability(self):
        customer = {"Company name": "Somewhere"}
        self._assert_invalid("Probability", "-5", "120", kind="lead", more=customer)
        lines = self._look_at("Probability", "0", "55 %", kind="lead", more=customer)
        self.assertVerdicts(lines, "new", "new")

    def test_currency_in_the_cell(self):
        own = self.env.company.currency_id
        foreign = [
            text
            for text, name in (
                ("5 €", "EUR"),
                ("5 EUR", "EUR"),
                ("£5", "GBP"),
                ("US$5", "USD"),
            )
            if name != own.name
        ]
        more = {"Company name": "Somewhere"}
        self._assert_invalid("Amount", *foreign, kind="lead", more=more)
        lines = self._look_at(
            "Amount", f"{own.symbol}5", f"5 {own.name}", kind="lead", more=more
        )
        self.assertVerdicts(lines, "new", "new")

    def test_currency_that_is_left_empty(self):
        rows = [["Name", "Company name", "Currency", "Amount"], ["A", "B", "XXQ", "5"]]
        load = self._make_load(rows, "lead", user=self.admin)
        self._review(load)
        self._get_value(load, "XXQ").treatment = "empty"
        load.action_review()
        self.assertVerdicts(load.line_ids, "invalid")

    def test_closed_and_open(self):
        rows = [
            ["Name", "Company name", "Status", "Close date"],
            ["A", "Somewhere", "Open", "2020-05-05"],
            ["B", "Somewhere", "Lost", "2020-05-05"],
            ["C", "Somewhere", "", "2020-05-05"],
        ]
        leads = self._get_records(self._load(rows, "lead", user=self.admin))
        closed = [str(each.date_closed)[:10] for each in leads]
        self.assertEqual(closed, ["False", "2020-05-05", "False"])
        # Of what is open it is said when it is expected to close.
        expected = [str(each.date_deadline) for each in leads]
        self.assertEqual(expected, ["2020-05-05", "False", "2020-05-05"])

    def test_who_has_left(self):
        left = self.user_sales.copy({"login": "zane", "name": "Zane Levy"})
        left.active = False
        rows = [["Name", "Company name", "Salesperson"], ["A", "Past Ltd", "Zane Levy"]]
        load = self._load(rows, "lead", user=self.admin)
        self.assertEqual(self._get_records(load).user_id, left)
        value = self._get_value(load, "Zane Levy")
        self.assertEqual(value.option_label, "Zane Levy (archived)")
        self.assertIn(
            "Zane Levy (archived)",
            [each["label"] for each in value.get_choices("Zane")],
        )
        lines = self._look([["Name", "Salesperson"], ["A Ltd", "Zane Levy"]])
        self.assertVerdicts(lines, "invalid")

    def test_who_is_there_comes_first(self):
        left = self.user_sales.copy({"login": "kim", "name": "Kim Ray"})
        left.active = False
        there = self.user_sales.copy({"login": "kim2", "name": "Kim Ray"})
        rows = [["Name", "Company name", "Salesperson"], ["A", "Past Ltd", "Kim Ray"]]
        load = self._load(rows, "lead", user=self.admin)
        self.assertEqual(self._get_records(load).user_id, there)

    def test_who_never_was_a_salesperson(self):
        lines = self._look_at("Salesperson", "OdooBot", kind="lead")
        self.assertVerdicts(lines, "invalid")


@tagged("post_install", "-at_install")
class TestAmbiguous(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _amounts(self, *lines, **vals):
        rows = [["Name", "Company name", "Amount", "Probability"]]
        rows += [[f"N {n}", "Amounts Ltd", *line] for n, line in enumerate(lines)]
        load = self._load(rows, "lead", user=self.admin, **vals)
        return load, self._get_records(load).mapped("expected_revenue")

    def test_other_columns_tell(self):
        load, found = self._amounts(("1.234", "12,5"))
        self.assertEqual((found, load.notice), ([1234], False))
        column = load.column_ids[2]
        self.assertEqual((column.notation, column.notation_label), (",", "1.234,56"))

    def test_language_tells_and_it_is_said(self):
        load, found = self._amounts(("1.234", "10"), ("2.500", "20"))
        self.assertEqual(found, [1.23, 2.5])
        self.assertEqual(load.notice.count("“Amount”"), 1)
        self.assertIn("1.234, a number with decimals", load.notice)
        self.assertIn("How the file is written", load.notice)
        load, found = self._amounts(("1.234", "10"), decimal=",")
        self.assertEqual((found, load.notice), ([1234], False))

    def test_nothing_to_say(self):
        load, _found = self._amounts(("1234", "10"))
        self.assertFalse(load.notice)

    def test_notice_stays(self):
        rows = [
            ["Name", "Created on"],
            ["A Ltd", "01/02/2020"],
            ["B Ltd", "2020-01-01"],
        ]
        load = self._make_load(rows)
        for _time in range(2):
            self._review(load)
            self.assertEqual(
                load.notice,
                "“Created on”: 01/02/2020 is read as 2 January 2020. Set it under “How "
                "the file is written” if that is wrong.",
            )
            self.assertEqual(load.column_ids[1].notation_label, "month, day, year")
        load.date_order = "dmy"
        load.action_review()
        self.assertFalse(load.notice)

    def test_dates_of_other_columns(self):
        rows = [
            ["Name", "Company name", "Created on", "Close date", "Status"],
            ["A", "Order Ltd", "03/04/2020", "25/05/2020", "Won"],
        ]
        load = self._load(rows, "lead", user=self.admin)
        self.assertEqual(str(self._get_records(load).create_date)[:10], "2020-04-03")
        self.assertFalse(load.notice)

    def test_sheets_are_named(self):
        book = openpyxl.Workbook()
        book.active.title = "Cover"
        book.active.append(["Customers of 2024"])
        sheet = book.create_sheet("Data")
        for row in (["Name", "City"], ["Sheet Ltd", "Leeds"]):
            sheet.append(row)
        content = io.BytesIO()
        book.save(content)
        load = self._make_load(content.getvalue(), file_name="book.xlsx")
        self.assertEqual((load.sheet_name, load.sheet_names), ("Data", "Cover, Data"))
        self.assertIn("“Data”", load.notice)
        self._review(load)
        self.assertIn("“Data”", load.notice)
