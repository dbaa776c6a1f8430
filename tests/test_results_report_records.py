"""Lists of records in a scheduled report: no row, no column that its reader could not
open.
"""

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .report_content_common import ReportContentCase


@tagged("post_install", "-at_install")
class TestReportRecords(ReportContentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env, "re_colleague", PROFILE_GROUPS["sales"], name="Cora Colleague"
        )
        cls.marketing = new_test_user(
            cls.env, "re_marketing", PROFILE_GROUPS["marketing"], name="Mara Marketing"
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Acme", "is_company": True}
        )
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Deal of {user.login} {number}",
                    "type": "opportunity",
                    "user_id": user.id,
                    "partner_id": cls.customer.id,
                    "expected_revenue": 1000 * number,
                    "date_deadline": date(2026, 3, number),
                }
                for user in (cls.salesperson, cls.colleague)
                for number in (1, 2, 3)
            ]
        )

    def _leads_line(self, **values):
        return self._add_line(
            "records",
            **{
                "model": "crm.lead",
                "domain": f"[('id', 'in', {self.leads.ids})]",
                "sort": "expected_revenue desc, id",
                "columns": ["name", "partner_id", "expected_revenue", "date_deadline"],
            }
            | values,
        )

    def test_each_reader_gets_the_rows_that_they_may_open(self):
        line = self._leads_line(name="Deals")
        own = self._section(line, self.salesperson)
        self.assertEqual(
            self._column(own, "name"), [f"Deal of re_sales {n}" for n in (3, 2, 1)]
        )
        self.assertEqual(self._column(own, "expected_revenue"), [3000, 2000, 1000])
        self.assertEqual(self._column(own, "partner_id", "text"), ["Acme"] * 3)
        self.assertEqual(self._column(own, "date_deadline")[0], date(2026, 3, 3))
        url = self._column(own, "name", "url")[0]
        self.assertTrue(url.startswith("http"))
        self.assertTrue(url.endswith(f"/odoo/crm.lead/{self.leads[2].id}"))
        self.assertEqual(len(self._section(line, self.manager)["rows"]), 6)
        other = self._section(line, self.colleague)
        self.assertFalse(
            set(self._column(own, "name")) & set(self._column(other, "name"))
        )

    def test_a_reader_without_access_to_such_records(self):
        line = self._add_line("records", model="sale.order", columns=["name"])
        section = self._section(line, self.marketing)
        self.assertEqual(section["rows"], [])
        self.assertIn("Quotations and orders", section["empty"])
        # That is how it should be: nobody has to mend it.
        self.assertIsNone(section["problem"])

    def test_a_column_that_one_may_not_read_is_left_out(self):
        line = self._leads_line(sort="id")
        field = self.env["crm.lead"]._fields["expected_revenue"]
        self.patch(field, "groups", "crm_playbook.group_sales_management")
        section = self._section(line, self.salesperson)
        self.assertEqual(
            [column["name"] for column in section["columns"]],
            ["name", "partner_id", "date_deadline"],
        )

    def test_the_reader_is_uid_and_only_own(self):
        line = self._leads_line(
            domain=f"[('user_id', '=', uid), ('id', 'in', {self.leads.ids})]"
        )
        self.assertEqual(len(self._section(line, self.salesperson)["rows"]), 3)
        self.assertEqual(self._section(line, self.manager)["rows"], [])
        line = self._leads_line(only_own=True)
        self.assertEqual(len(self._section(line, self.colleague)["rows"]), 3)
        self.assertEqual(self._section(line, self.manager)["rows"], [])

    def test_a_late_report_lists_its_own_week(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "America/Bogota"
        # Midnight there is five in the morning.
        for lead, moment in zip(
            self.leads,
            ("03-09 04:59", "03-09 05:00", "03-16 04:59", "03-16 05:00"),
            strict=False,
        ):
            lead.date_closed = f"2026-{moment}:00"
        self.leads[4:].date_closed = False
        mine = f"('id', 'in', {self.leads.ids})"
        line = self._leads_line(
            columns=["name"],
            sort="id",
            domain=f"[{mine}, ('date_closed', '>=', period_from), "
            "('date_closed', '<', period_to)]",
        )
        with freeze_time("2026-03-31 12:00:00"):
            section = self._section(line, self.manager)
            names = self.leads[1:3].mapped("name")
            self.assertEqual(self._column(section, "name"), names)
            number = int(section["url"].split("/")[-2])
            Line = line.with_user(self.manager).with_context(active_id=number)
            action = Line.action_open_part()
        found = self.env["crm.lead"].with_user(self.manager).search(action["domain"])
        self.assertEqual(found, self.leads[1:3])
        json.dumps(action)
        line.domain = f"[{mine}, ('date_deadline', '<', period_from)]"
        self.assertEqual(len(self._section(line, self.manager)["rows"]), 6)

    def test_a_column_must_be_of_the_records(self):
        line = self._leads_line(columns=["expected_revenue"])
        with self.assertRaisesRegex(ValidationError, "expected_revenue"):
            line.write({"model": "res.partner", "domain": "[]", "sort": False})

    def test_what_does_not_fit_is_counted_and_stands_in_the_sheet(self):
        section = self._section(self._leads_line(count=2), self.manager)
        self.assertEqual(section["shown"], 2)
        self.assertEqual(section["more"], "and 4 more")
        self.assertEqual(len(section["rows"]), 6)

    def test_one_broken_line_stops_no_other(self):
        before = self._leads_line(name="Before")
        broken = self._leads_line(name="Broken")
        sorting = self._leads_line(name="Sorting")
        column = self._leads_line(name="Column")
        after = self._leads_line(name="After")
        # Fields that were there when it was written, and are no more.
        for line, values in (
            (broken, {"domain": "[('x_gone', '=', 1)]"}),
            (sorting, {"sort": "x_gone desc"}),
        ):
            names = ", ".join(f"{name} = %s" for name in values)
            self.env.cr.execute(
                f"UPDATE playbook_report_line SET {names} WHERE id = %s",  # noqa: S608
                [*values.values(), line.id],
            )
        self.env.cr.execute(
            "UPDATE playbook_report_column SET field_name = 'x_gone' "
            "WHERE line_id = %s",
            [column.id],
        )
        self.env.invalidate_all()
        with self.assertLogs(
            "odoo.addons.crm_playbook.models.results.playbook_report_line_content",
            "WARNING",
        ):
            content = self._content(self.salesperson)
        sections = {each["line_id"]: each for each in content["sections"]}
        self.assertEqual(len(sections), 5)
        for line in (before, after):
            self.assertEqual(len(sections[line.id]["rows"]), 3)
            self.assertIsNone(sections[line.id]["problem"])
        wrong = broken | sorting | column
        self.assertEqual([each for each, _text in content["problems"]], wrong.ids)
        for line in wrong:
            self.assertIn("x_gone", sections[line.id]["problem"])
        self.assertIn("The week", sections[column.id]["problem"])

    def test_kinds_of_fields(self):
        lead = self.leads[0]
        lead.write(
            {"description": "<p>Long <b>story</b> of</p><p>it</p>", "priority": "2"}
        )
        lead.tag_ids = self.env["crm.tag"].create({"name": "Hot"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-03-01 20:30:00' WHERE id = %s",
            [lead.id],
        )
        self.env.invalidate_all()
        line = self._leads_line()
        self.salesperson.tz = "Asia/Tokyo"
        reader = lead.with_user(self.salesperson).with_context(tz="Asia/Tokyo")

        def cell(name):
            return line._make_record_cell(reader, name, reader.read([name])[0][name])

        for name, text in (
            ("description", "Long *story* of it"),
            ("priority", "High"),
            ("tag_ids", "Hot"),
            ("active", "Yes"),
            ("color", "0"),
            ("user_id", "Sam Sales"),
            ("display_name", lead.name),
            ("date_closed", ""),
            ("contact_name", ""),
        ):
            with self.subTest(field=name):
                self.assertEqual(cell(name)["text"], text)
        self.assertEqual(str(cell("create_date")["value"]), "2026-03-02 05:30:00")
        self.assertIn("3/2/26", cell("create_date")["text"])
        lead.description = "long " * 100
        self.assertEqual(len(cell("description")["text"]), 120)
        self.assertEqual(len(cell("description")["value"]), 499)

    def test_columns_default_to_the_name(self):
        section = self._section(self._leads_line(columns=[]), self.salesperson)
        self.assertEqual(
            [column["name"] for column in section["columns"]], ["display_name"]
        )
        self.assertEqual(section["columns"][0]["label"], "Leads and opportunities")

    def test_activities_open_what_they_are_about(self):
        activity = self.leads[0].activity_schedule(
            "mail.mail_activity_data_todo",
            summary="Call them",
            user_id=self.salesperson.id,
        )
        line = self._add_line(
            "records",
            model="mail.activity",
            domain=f"[('id', '=', {activity.id})]",
            columns=["summary", "date_deadline"],
        )
        section = self._section(line, self.salesperson)
        (url,) = self._column(section, "summary", "url")
        self.assertTrue(url.endswith(f"/odoo/crm.lead/{self.leads[0].id}"))

    def test_other_company_and_more_rows_cost_the_same(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        self.leads[0].write(
            {"user_id": False, "team_id": False, "company_id": other.id}
        )
        line = self._leads_line()
        self.assertEqual(len(self._section(line, self.manager)["rows"]), 5)
        counts = []
        for ids in (self.leads[1:3].ids, self.leads[1:].ids):
            line.domain = f"[('id', 'in', {ids})]"
            self._section(line, self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._section(line, self.manager)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
