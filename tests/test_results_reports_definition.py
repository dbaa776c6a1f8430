"""Writing down a report: what it lacks, what is refused, who may, what goes wrong."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PROFILE_GROUPS
from .reports_common import ReportsCase

MONDAY = "2026-03-09 07:05:00"


@tagged("post_install", "-at_install")
class TestReportsDefinition(ReportsCase):
    def test_written_by_choosing(self):
        with Form(self.Report.with_user(self.manager)) as form:
            form.name = "Pipeline"
            form.user_ids.add(self.salesperson)
            with form.line_ids.new() as line:
                line.kind = "figures"
                line.indicator_ids.add(self._indicator("pipeline"))
            with form.line_ids.new() as line:
                line.kind = "records"
                line.domain = "[('user_id', '=', uid)]"
                with line.column_ids.new() as column:
                    column.field_choice = "crm.lead.expected_revenue"
        report = form.record
        self.assertEqual(report.line_ids.column_ids.field_name, "expected_revenue")
        self.assertEqual(report.responsible_id, self.manager)
        self.assertFalse(report.missing)
        report.action_activate()
        self.assertEqual(report.state, "active")
        self.assertTrue(report.date_activated)
        self.assertIn("Monday from 7:00", report.in_words)

    def test_what_it_lacks(self):
        report = self.Report.create({"name": "Nothing"})
        self.assertIn("Whom it is for", report.missing)
        self.assertIn("at least one part", report.missing)
        with self.assertRaisesRegex(UserError, "Whom it is for"):
            report.action_activate()
        table = {"kind": "table", "divided_by": "source"}
        table["indicator_ids"] = [Command.set(self._indicator("retention").ids)]
        report.line_ids = [Command.create(table)]
        self.assertIn("not measured by “Source”", report.line_ids.missing)
        report.line_ids.divided_by = "team"
        self.assertFalse(report.line_ids.missing)

    def test_active_without_contents(self):
        Report = self.Report.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "at least one part"):
            Report.create(
                {
                    "name": "Nothing",
                    "user_ids": [Command.set(self.manager.ids)],
                    "state": "active",
                }
            )
        report = Report.create({"name": "Nothing"})
        with self.assertRaisesRegex(UserError, "Whom it is for"):
            report.state = "active"
        with self.assertRaisesRegex(UserError, "nobody writes"):
            report.date_activated = "2020-01-01 00:00:00"

    def test_refused(self):
        def line(**values):
            report = self.report.with_user(self.manager)
            report.line_ids = [Command.create({"kind": "records", **values})]

        refused = (
            {"domain": "[('no_such_field', '=', 1)]"},
            {"domain": "[('partner_id.no_such', '=', 1)]"},
            {"domain": "["},
            {"domain": "[('name', '=', __import__('os').getcwd())]"},
            {"sort": "no_such_field desc"},
            {"sort": "name; DROP TABLE crm_lead"},
            {"sort": "(SELECT 1)"},
            {"column_ids": [Command.create({"field_name": "no_such"})]},
            {
                "model": "res.partner",
                "column_ids": [Command.create({"field_name": "signup_type"})],
            },
        )
        for values in refused:
            with self.subTest(values), self.assertRaises(UserError):
                line(**values)
        line(sort="expected_revenue desc, id", domain="[('user_id', '=', uid)]")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            line(count=100_000)
            self.env.flush_all()

    def test_hours_and_days(self):
        for values in ({"send_hour": 24}, {"send_hour": -1}, {"day_of_month": 32}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.report.write(values)
                self.env.flush_all()
        with self.assertRaises(ValidationError):
            self.report.weekday = False

    def test_no_column_tells_what_not_everybody_may_read(self):
        offered = self.env["playbook.report.column"]._get_offered_fields("res.partner")
        self.assertIn("name", offered)
        self.assertFalse({"signup_type", "image_1920", "message_ids"} & set(offered))
        labels = dict(self.env["playbook.report.column"]._selection_choice())
        self.assertEqual(labels["crm.lead.expected_revenue"], "Expected Revenue")

    def test_who_may_change_it(self):
        report = self.report.with_user(self.salesperson)
        self.assertFalse(report.may_change)
        for act in (
            report.action_pause,
            report.action_activate,
            report.action_set_draft,
        ):
            with self.assertRaises(AccessError):
                act()
        row = self.Delivery.create(
            {
                "report_id": report.id,
                "user_id": self.salesperson.id,
                "company_id": self.company.id,
                "frequency": "weekly",
                "date_from": "2026-03-02",
                "date_to": "2026-03-09",
                "state": "failed",
            }
        )
        with self.assertRaises(AccessError):
            row.with_user(self.salesperson).action_retry()
        with self.assertRaises(AccessError):
            report.action_note_problems()
        configurator = new_test_user(
            self.env, "re_config", PROFILE_GROUPS["configurator"]
        )
        for user in (self.manager, configurator):
            self.report.with_user(user).action_pause()
            self.report.with_user(user).action_activate()
            with self.assertRaises(AccessError):
                row.with_user(user).write({"state": "sent"})

    # ------------------------------------------------------------------
    # What went wrong, and what is looked at again
    # ------------------------------------------------------------------

    def _day(self, user):
        Day = self.env["playbook.day"].with_user(user)
        return Day, Day._lines_report_problem()

    def test_the_responsible_hears_of_it(self):
        self._since("2026-01-01 00:00:00")
        self.salesperson.partner_id.email = False
        with freeze_time(MONDAY):
            self._send()
        Day, (line,) = self._day(self.manager)
        self.assertEqual(line["badge"], "Without an e-mail address: 1")
        self.assertTrue(line["can_finish"])
        self.assertFalse(self._day(self.salesperson)[1])
        Day._finish_report_problem([self.report.id])
        self.assertFalse(self._day(self.manager)[1])
        self.report.line_ids.problem = "There is no such field."
        _day, (line,) = self._day(self.manager)
        self.assertEqual(line["badge"], "1 part cannot be shown")
        self.assertFalse(line["can_finish"])
        self.report.state = "paused"
        self.assertFalse(self._day(self.manager)[1])

    def test_who_has_left_hears_of_nothing(self):
        leaver = new_test_user(
            self.env, "re_leaver", PROFILE_GROUPS["sales_management"]
        )
        self.report.responsible_id = leaver
        self.report.line_ids.problem = "Broken."
        self.assertFalse(self._day(self.manager)[1])
        leaver.active = False
        self.assertTrue(self._day(self.manager)[1])
        self.report.responsible_id = False
        self.assertTrue(self._day(self.manager)[1])
        self.assertFalse(self._day(self.salesperson)[1])

    def test_looked_at_again(self):
        today = fields.Date.today()
        self.report.review_date = today - timedelta(days=1)
        Review = self.env["playbook.review"].with_user(self.manager)
        due = {each.record: each for each in Review._find_due(today)}
        self.assertEqual(due[self.report].kind, "Scheduled report")
        later = today + timedelta(days=90)
        Review._set_dates([(self.report.with_user(self.manager), later)])
        self.assertEqual(self.report.review_date, later)

    # ------------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------------

    def _preview(self, user, seen_by=None, **values):
        Preview = self.env["playbook.report.preview"].with_user(user)
        preview = Preview.create({"report_id": self.report.id, **values})
        preview.user_id = seen_by or user
        return preview

    def test_preview_as_a_recipient(self):
        preview = self._preview(self.manager, self.salesperson)
        self.assertIn(self.salesperson, preview.offered_ids)
        self.assertIn("secret", preview.body)
        (_report, recipient, _period) = self.rendering.made[-1]
        self.assertEqual(recipient, self.salesperson)
        self.assertFalse(self.Delivery.search([("report_id", "=", self.report.id)]))
        with freeze_time("2026-03-11 12:00:00"):
            for which, first in (("last", "2026-03-02"), ("current", "2026-03-09")):
                preview = self._preview(self.manager, self.salesperson, which=which)
                self.assertTrue(preview.body)
                period = self.rendering.made[-1][2]
                self.assertEqual(str(period.date_from), first)

    def test_preview_of_others_is_refused(self):
        configurator = new_test_user(
            self.env, "re_config", PROFILE_GROUPS["configurator"]
        )
        for user in (configurator, self.salesperson):
            self.assertTrue(self._preview(user).body)
            other = self.manager
            with self.assertRaises(AccessError):
                self._preview(user, other).read(["body"])
        nobody = self._create_seller("re_other")
        with self.assertRaisesRegex(UserError, "does not get"):
            self._preview(self.manager, nobody).read(["body"])
        elsewhere = self.env["res.company"].create({"name": "Reports other"})
        stranger = self._create_seller(
            "re_stranger", company_id=elsewhere.id, company_ids=elsewhere.ids
        )
        self.report.user_ids |= stranger
        with self.assertRaises(AccessError):
            self._preview(self.manager, stranger).read(["body"])

    def test_what_people_have_planned_is_not_previewed(self):
        self.report.line_ids = [
            Command.clear(),
            Command.create({"kind": "records", "model": "mail.activity"}),
        ]
        self.report.line_ids.column_ids = [Command.create({"field_name": "summary"})]
        self.assertNotIn("secret", self._preview(self.manager, self.salesperson).body)
        section = {"line_id": self.report.line_ids.id, "rows": [["secret"]]}
        section |= {"columns": ["name"], "total": ["secret"], "more": "and 4 more"}
        content = {"sections": [section]}
        self._preview(self.manager, self.salesperson)._leave_out(content)
        told = {key: section[key] for key in ("rows", "columns", "total", "more")}
        self.assertFalse(any(told.values()), told)
        self.report.user_ids |= self.manager
        self.assertIn("secret", self._preview(self.manager).body)
