"""Monday at seven: each profile finds its report in the mailbox, with their figures."""

import io
import re
from base64 import b64decode
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext

from odoo.addons.crm_playbook.models.results.periods import WEEK, period_of

from .common import PROFILE_GROUPS
from .report_content_common import ReportContentCase
from .smtp_common import SmtpMixin

MONDAY = "2026-03-16 07:00:00"
PROFILES = ("sales", "marketing", "customer_service", "sales_management")
# Won by each of two salespeople in the week before, and in the one before that.
WON = {"sales": (1200, 800), "sales_management": (5000, 7000)}


@tagged("post_install", "-at_install")
class TestReportsOnMonday(SmtpMixin, ReportContentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            profile: new_test_user(
                cls.env,
                f"monday_{profile}",
                PROFILE_GROUPS[profile],
                context={"no_reset_password": True},
                email=f"{profile}@monday.x",
                tz="UTC",
            )
            for profile in PROFILES
        }
        cls.shipped = {
            profile: cls.env.ref(f"crm_playbook.report_{profile}")
            for profile in PROFILES
        }
        cls.week = period_of(WEEK, date(2026, 3, 9))
        cls.before = period_of(WEEK, date(2026, 3, 2))
        for profile, figures in WON.items():
            for period, won in zip((cls.week, cls.before), figures, strict=False):
                cls._write_figure(cls.revenue, period, won, user=cls.people[profile])
        cls._keep_to_them()
        cls.env.ref("crm_playbook.report_monthly").state = "paused"
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE playbook_report SET date_activated = '2026-01-01'")
        cls.env.cr.execute("UPDATE res_users SET create_date = '2026-01-01'")
        cls.env.invalidate_all()

    @classmethod
    def _keep_to_them(cls):
        """Others of this database get nothing; nothing is measured or committed."""
        ids = {user.id for user in cls.people.values()}
        recipients = type(cls.env["playbook.report"])._get_recipients
        for model, name, method in (
            ("playbook.measurement.run", "_measure_now", lambda *_args: None),
            (
                "playbook.report",
                "_get_recipients",
                lambda report: recipients(report).filtered(lambda u: u.id in ids),
            ),
            ("ir.cron", "_commit_progress", lambda *_args, **_options: 60),
        ):
            cls.startClassPatcher(patch.object(type(cls.env[model]), name, method))

    @freeze_time(MONDAY)
    def test_each_profile(self):
        self._queue().unlink()
        self.env["playbook.report"]._cron_send()
        messages = {message["To"]: message for message in self._send_queue()}
        rows = self.env["playbook.report.delivery"].search(
            [("report_id", "in", [report.id for report in self.shipped.values()])]
        )
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        self.assertEqual(len(messages), len(PROFILES))
        for profile, user in self.people.items():
            with self.subTest(profile):
                row = rows.filtered(lambda each, user=user: each.user_id == user)
                self.assertEqual(row.report_id, self.shipped[profile])
                (message,) = (each for to, each in messages.items() if user.email in to)
                self._check_message(message, row)

    def _check_message(self, message, row):
        self.assertIn(row.report_id.name, message["Subject"])
        html = self._text(message)
        self.assertIn("<table", html)
        self.assertNotIn("<svg", html)
        self.assertNotRegex(html, r"<img[^>]+src=.http")
        self.assertIn(f"/crm_playbook/report/{row.id}", html)
        (attached,) = message.iter_attachments()
        book = load_workbook(io.BytesIO(attached.get_content()))
        self.assertEqual(len(book.sheetnames), len(row.report_id.line_ids) + 1)
        self._check_revenue(html, book, row.user_id)
        # What stands in Odoo is what stands in the mail.
        own = row.with_user(row.user_id)
        told = html2plaintext(own.body)
        for part in row.report_id.line_ids.filtered("name"):
            self.assertIn(part.name, told)
        self.assertEqual(b64decode(own.xlsx_file), attached.get_content())
        self.assertFalse(row.problems, row.problems)

    def _check_revenue(self, html, book, user):
        """The revenue is that which the screen shows to this person."""
        if self.revenue not in self._find_row_report(user).line_ids.indicator_ids:
            return
        rows = (
            self.env["playbook.measurement"]
            .with_user(user)
            .formatted_read_group(
                [
                    ("indicator_id", "=", self.revenue.id),
                    ("kind", "=", WEEK),
                    ("cut", "=", "main"),
                    ("date_from", "=", self.week.date_from),
                ],
                [],
                ["value:avg"],
            )
        )
        value = rows[0]["value:avg"]
        self.assertEqual(value, 1200 if user == self.people["sales"] else 6200)
        shown = self.revenue.with_user(user)._format_value(value, self.company)
        plain = re.sub(r"\s+", " ", html2plaintext(html).replace("\xa0", " "))
        self.assertIn(re.sub(r"\s+", " ", shown.replace("\xa0", " ")), plain)
        cells = [
            cell.value
            for sheet in book.worksheets
            for line in sheet.iter_rows()
            for cell in line
        ]
        self.assertIn(value, cells)

    def _find_row_report(self, user):
        profile = next(name for name, each in self.people.items() if each == user)
        return self.shipped[profile]

    @freeze_time(MONDAY)
    def test_of_two_weeks_the_last_alone(self):
        """Two weeks of silence end with one report, that of the last week."""
        self.shipped["sales"]._claim()
        with freeze_time("2026-03-31 12:00:00"):
            self.env["playbook.report"]._cron_send()
        rows = self.env["playbook.report.delivery"].search(
            [("user_id", "=", self.people["sales"].id)]
        )
        told = {str(row.date_from): row.state for row in rows}
        self.assertEqual(told, {"2026-03-09": "skipped", "2026-03-23": "queued"})

    def test_queries_of_one_recipient(self):
        """Real contents, as they are shipped: each reader costs a bounded number."""
        report = self.shipped["sales"]
        for number in range(4):
            user = new_test_user(
                self.env,
                f"monday_more_{number}",
                PROFILE_GROUPS["sales"],
                context={"no_reset_password": True},
                email=f"more{number}@monday.x",
            )
            report.user_ids |= user
        recipients = report.user_ids | self.people["sales"]
        self.patch(type(report), "_get_recipients", lambda _report: recipients)
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_users SET create_date = '2026-01-01'")
        self.env.invalidate_all()
        with freeze_time(MONDAY):
            rows = report._claim()
            self.assertEqual(len(rows), 5)
            rows[0]._deliver()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            rows[1:]._deliver()
            self.env.flush_all()
        self.assertLess((self.env.cr.sql_log_count - before) / 4, 150)
        self.assertEqual(set(rows.mapped("state")), {"queued"})
