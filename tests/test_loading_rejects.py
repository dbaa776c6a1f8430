"""What was rejected is taken along, corrected, and loaded again; nothing runs in it."""

import base64
import csv
import io

from odoo.tests import tagged

from odoo.addons.crm_playbook.tools.table import open_table
from odoo.addons.crm_playbook.tools.table_write import write_xlsx

from .loading_common import LoadingCase, to_csv

FORMULA = '=HYPERLINK("http://bad.example","Click")'


@tagged("post_install", "-at_install")
class TestRejects(LoadingCase):
    def _read_rejects(self, load):
        content = base64.b64decode(load.reject_file)
        table = open_table(content, load.reject_name)
        return [table.headers, *(row.cells for row in table.rows())]

    def _correct(self, load, change):
        """Download the rejects of ``load``, correct them, and have them read."""
        rows = self._read_rejects(load)
        again = self.Load.with_user(load.env.user).browse(
            load.action_load_rejected()["res_id"]
        )
        for row in rows[1:]:
            change(row)
        is_text = load.reject_name.endswith(".csv")
        content = to_csv(rows) if is_text else write_xlsx(rows[0], rows[1:])
        again.file = base64.b64encode(content)
        again.action_read()
        return again

    def test_round_trip(self):
        rows = [
            ["Customer ID", "Name", "Created on", "Zip"],
            ["R-1", "Good Reject", "2020-01-01", "01234"],
            ["R-2", "Bad Reject", "9999-01-01", "00456"],
        ]
        load = self._load(rows)
        self.assertEqual(self._read_rejects(load)[1][:2], ["R-2", "Bad Reject"])

        def change(row):
            row[2] = "2020-02-02"

        again = self._correct(load, change)
        targets = again.column_ids.mapped(lambda each: (each.target, each.is_key))
        self.assertEqual(targets[:2], [(False, True), ("name", False)])
        self.assertFalse(any(target or is_key for target, is_key in targets[4:]))
        self.assertVerdicts(self._review(again), "new")
        again.action_load()
        partner = self._get_records(again)
        self.assertRecordValues(partner, [{"name": "Bad Reject", "zip": "00456"}])
        self.assertVerdicts(self._look(rows[:2]), "unchanged")

    def test_rejected_twice(self):
        """Rejects of rejects have their reason once, and the number they have now."""
        rows = [["Name", "Created on"], ["Bad Reject", "9999-01-01"]]
        again = self._correct(self._load([*rows, ["Good", ""]]), lambda row: None)
        self._review(again)
        again.action_change_columns()
        self.assertEqual(len(again.column_ids), 4)
        again.action_review()
        self.assertEqual(len(self._read_rejects(again)[0]), 4)

    def test_reason_is_no_field(self):
        user = self.env.ref("base.user_admin")
        rows = [
            ["Name", "Company name", "Reason", "Amount"],
            ["Desk", "Reject Ltd", "", "plenty"],
            ["Chair", "Reject Ltd", "", "5"],
        ]
        load = self._load(rows, "lead", user=user)
        self.assertEqual(load.rejected_count, 1)

        def change(row):
            row[3] = "7"

        again = self._correct(load, change)
        self.assertVerdicts(self._review(again), "new")

    def test_formulas_are_neutralised(self):
        rows = [
            ["Customer ID", "Name", "City", "Created on"],
            ["R-1", FORMULA, "-12,5", "9999-01-01"],
            ["R-2", "@SUM(1)", "+34 600", "9999-01-01"],
            ["R-3", "Good Reject", "", ""],
        ]
        load = self._load(rows)
        text = base64.b64decode(load.reject_file).decode("utf-8-sig")
        for cell in [cell for row in csv.reader(io.StringIO(text)) for cell in row]:
            self.assertNotRegex(cell, r"^[=+\-@\t\r]")

        def change(row):
            row[3] = ""

        again = self._correct(load, change)
        self._review(again)
        again.action_load()
        partners = self._get_records(again)
        self.assertEqual(partners.mapped("name"), [FORMULA, "@SUM(1)"])
        self.assertEqual(partners.mapped("city"), ["-12,5", "+34 600"])

    def test_workbook(self):
        rows = [[7, "Bad Reject", "9999-01-01", True], [8, "Good", "", False]]
        content = write_xlsx(["Customer ID", "Name", "Created on", "Prospect"], rows)
        load = self._load(content, file_name="customers.xlsx")
        self.assertTrue(load.reject_name.endswith(".xlsx"))

        def change(row):
            row[2] = "2020-02-02"

        again = self._correct(load, change)
        self.assertVerdicts(self._review(again), "new")
        again.action_load()
        self.assertStates(again.line_ids, "loaded")
        content = write_xlsx(
            ["Customer ID", "Name", "Created on", "Prospect"],
            [[7, "Bad Reject", "2020-02-02", True]],
        )
        self.assertVerdicts(self._look(content, file_name="new.xlsx"), "unchanged")

    def test_another_way_of_writing(self):
        """How the first file was written says nothing of that of its rejects."""
        text = "A list\n\nName;Created on;City\nÑandú;9999-01-01;Ávila\nGood;;\n"
        load = self._load(
            text.encode("cp1252"), encoding="cp1252", separator=";", header_row=3
        )

        def change(row):
            row[1] = ""

        again = self._correct(load, change)
        self.assertVerdicts(self._review(again), "new")
        again.action_load()
        partner = self._get_records(again)
        self.assertRecordValues(partner, [{"name": "Ñandú", "city": "Ávila"}])

    def test_dates_are_read_as_before(self):
        """The other lines told which number is the month; the rejects alone do not."""
        rows = [
            ["Name", "Created on", "Zip", "Prospect"],
            ["Good Reject", "25/12/2019", "1", ""],
            ["Bad Reject", "03/04/2020", "2", "perhaps"],
        ]
        self.user_marketing.lang = "en_US"
        load = self._load(rows)

        def change(row):
            row[3] = "yes"

        again = self._correct(load, change)
        self._review(again)
        again.action_load()
        created = self._get_records(again).create_date
        self.assertEqual(str(created)[:10], "2020-04-03")

    def test_duplicate_headers(self):
        rows = [
            ["Name", "Phone", "Phone", "Created on"],
            ["Bad Reject", "0113 496 0000", "0113 496 0001", "9999-01-01"],
            ["Good", "", "", ""],
        ]
        load = self._load(rows)
        self.assertIn("Phone", load.notice)

        def change(row):
            row[3] = ""

        again = self._correct(load, change)
        self.assertEqual(
            again.column_ids.mapped("target")[:4],
            load.column_ids.mapped("target"),
        )
        again.action_change_file()
        again.action_read()
        self.assertEqual(
            again.column_ids.mapped("target")[:4],
            load.column_ids.mapped("target"),
        )

    def test_nothing_rejected(self):
        load = self._load([["Name"], ["Good Reject"]])
        self.assertFalse(load.reject_file)
        with self.assertRaisesRegex(Exception, "rejected"):
            load.action_load_rejected()
