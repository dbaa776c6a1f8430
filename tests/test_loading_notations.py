"""Local ways of writing: time zones, dates, decimal commas, leading zeros."""

import datetime

import pytz

from odoo.tests import tagged

from odoo.addons.crm_playbook.tools.table_write import write_xlsx

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestNotations(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _created(self, zone, *dates):
        self.user_marketing.tz = zone
        rows = [["Name", "Created on"], *([f"{zone} {day}", day] for day in dates)]
        load = self._load(rows)
        self.assertStates(load.line_ids, *["loaded"] * len(dates))
        return [str(each) for each in self._get_records(load).mapped("create_date")]

    def test_mexico(self):
        found = self._created("America/Mexico_City", "2020-07-01", "2020-07-01 18:30")
        self.assertEqual(found, ["2020-07-01 17:00:00", "2020-07-01 23:30:00"])

    def test_tokyo(self):
        found = self._created("Asia/Tokyo", "2020-07-01", "2020-07-01 08:30:00")
        self.assertEqual(found, ["2020-07-01 03:00:00", "2020-06-30 23:30:00"])

    def test_told_zone(self):
        found = self._created("Asia/Tokyo", "2020-07-01T08:30:00Z")
        self.assertEqual(found, ["2020-07-01 08:30:00"])

    def test_today_has_come(self):
        """A day alone is no hour: today is not the future, wherever it began."""
        for zone in ("Asia/Tokyo", "America/Mexico_City", "Pacific/Kiritimati"):
            now = datetime.datetime.now(pytz.timezone(zone))
            self._created(zone, str(now.date()))

    def test_changes_are_told_in_local_time(self):
        self.user_marketing.tz = "Asia/Tokyo"
        self.admin.tz = "Asia/Tokyo"
        rows = [
            ["ID", "Name", "Company name", "Close date", "Status"],
            ["Z-1", "Deal", "Zone Ltd", "2020-07-01 08:30:00", "Won"],
        ]
        self._load(rows, "lead", user=self.admin)
        rows[1][3] = "2020-07-02 08:30:00"
        lines = self._look(rows, "lead", user=self.admin)
        self.assertVerdicts(lines, "update")
        self.assertIn("07/02/2020", lines.changes)
        self.assertNotIn("07/01/2020 23:30", lines.changes)

    def test_order_by_column(self):
        rows = [
            ["Name", "Company name", "Created on", "Close date", "Status"],
            ["A", "Order Ltd", "03/04/2020", "04/05/2020", "Won"],
            ["B", "Order Ltd", "25/04/2020", "05/25/2020", "Won"],
        ]
        leads = self._get_records(self._load(rows, "lead", user=self.admin))
        self.assertEqual(
            [str(day)[:10] for day in leads.mapped("create_date")],
            ["2020-04-03", "2020-04-25"],
        )
        self.assertEqual(
            [str(day)[:10] for day in leads.mapped("date_closed")],
            ["2020-04-05", "2020-05-25"],
        )

    def test_order_of_the_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        for lang, expected in (("en_US", "2020-03-04"), ("es_ES", "2020-04-03")):
            self.user_marketing.lang = lang
            load = self._load([["Name", "Created on"], [lang, "03/04/2020"]])
            self.assertEqual(str(self._get_records(load).create_date)[:10], expected)

    def test_order_that_is_said(self):
        load = self._load(
            [["Name", "Created on"], ["Order", "03/04/2020"]], date_order="dmy"
        )
        self.assertEqual(str(self._get_records(load).create_date)[:10], "2020-04-03")

    def test_decimal_commas(self):
        rows = [
            ["Name", "Company name", "Amount"],
            ["A", "Comma Ltd", "1.234"],
            ["B", "Comma Ltd", "1.234,50 $"],
            ["C", "Comma Ltd", "12,5"],
        ]
        leads = self._get_records(self._load(rows, "lead", user=self.admin))
        self.assertEqual(leads.mapped("expected_revenue"), [1234, 1234.5, 12.5])

    def test_decimal_points(self):
        rows = [
            ["Name", "Company name", "Amount"],
            ["A", "Point Ltd", "1,234"],
            ["B", "Point Ltd", "$1,234.50"],
        ]
        leads = self._get_records(self._load(rows, "lead", user=self.admin))
        self.assertEqual(leads.mapped("expected_revenue"), [1234, 1234.5])

    def test_leading_zeros(self):
        headers = ["ID", "Name", "Zip", "Phone", "Internal reference"]
        line = ["007", "Zero Ltd", "01234", "0034912345678", "000123"]
        expected = {"zip": "01234", "ref": "000123"}
        partner = self._get_records(self._load([headers, line]))
        self.assertRecordValues(partner, [expected])
        self.assertIn(partner.phone, ("0034912345678", "+34 912 34 56 78"))
        content = write_xlsx(headers, [line])
        lines = self._look(content, file_name="zeros.xlsx")
        self.assertVerdicts(lines, "unchanged")

    def test_numbers_of_a_workbook(self):
        content = write_xlsx(
            ["ID", "Name", "Zip", "Phone"], [[12, "Number Ltd", 28001, 912345678]]
        )
        partner = self._get_records(self._load(content, file_name="numbers.xlsx"))
        self.assertEqual((partner.zip, partner.phone), ("28001", "912345678"))
        rows = [
            ["ID", "Name", "Zip", "Phone"],
            ["12", "Number Ltd", "28001", "912345678"],
        ]
        self.assertVerdicts(self._look(rows), "unchanged")

    def test_letters(self):
        text = "Nombre;Población\nÑandú, S.L.;A Coruña\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            load = self._load(f"{text}{encoding};Lugo\n".encode(encoding))
            partner = self._get_records(load)[0]
            self.assertRecordValues(
                partner, [{"name": "Ñandú, S.L.", "city": "A Coruña"}]
            )
