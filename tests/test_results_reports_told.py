"""From whom a report comes, and in whose language is told what goes wrong with it."""

from freezegun import freeze_time

from odoo.tests import tagged

from .report_content_common import ReportContentCase
from .reports_common import ReportsCase
from .smtp_common import SmtpMixin

MONDAY = "2026-03-09 07:05:00"


@tagged("post_install", "-at_install")
class TestReportsSender(SmtpMixin, ReportsCase):
    def test_a_company_without_an_address(self):
        self._since("2026-01-01 00:00:00")
        self.company.email = False
        self.company.alias_domain_id = False
        with freeze_time(MONDAY):
            self._send()
            self.report.with_user(self.salesperson).action_send_me()
            messages = self._send_queue()
        self.assertEqual(len(messages), 2)
        for message in messages:
            self.assertTrue(message["From"])
            self.assertNotIn("re_sales@sales.x", message["From"])

    def test_why_it_is_not_sent(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.manager.lang = "es_ES"
        self._since("2026-01-01 00:00:00")
        with freeze_time(MONDAY):
            old = self.report._claim()
        with freeze_time("2026-03-16 07:05:00"):
            row = self.report._claim()
            self.report.user_ids -= self.salesperson
            self.Report._cron_send()
        self.assertEqual((old.state, row.state), ("skipped", "skipped"))
        self.assertIn("siguiente", old.error)
        self.assertIn("Sam Sales ya no", row.error)


@tagged("post_install", "-at_install")
class TestReportsTold(ReportContentCase):
    def test_problems_are_told_to_who_answers_for_it(self):
        self.env["res.lang"]._activate_lang("es_ES")
        line = self._add_line("figures")
        self.report.responsible_id = self.manager
        self.manager.lang = "en_US"
        self.salesperson.lang = "es_ES"
        content = self._content(self.salesperson)
        self.assertIn("Esta parte no", content["sections"][0]["problem"])
        self.assertEqual([line_id for line_id, _text in content["problems"]], line.ids)
        self.assertIn("This part cannot", content["problems"][0][1])
        self.manager.lang = "es_ES"
        self.salesperson.lang = "en_US"
        content = self._content(self.salesperson)
        self.assertIn("This part cannot", content["sections"][0]["problem"])
        told = content["problems"][0][1]
        self.assertIn("Esta parte no", told)
        self.assertNotIn("indicator that is in use", told)
        # In the preview, to who looks at it.
        self.salesperson.lang = "es_ES"
        self.manager.lang = "en_US"
        self.report.user_ids = self.salesperson
        self.report.responsible_id = self.salesperson
        Preview = self.env["playbook.report.preview"].with_user(self.manager)
        preview = Preview.create(
            {"report_id": self.report.id, "user_id": self.salesperson.id}
        )
        self.assertIn("This part cannot", preview.problems)
        self.assertIn("Esta parte no", preview.body)

    def test_a_company_for_which_one_does_not_work(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self._add_line("figures")
        self.report.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.report.responsible_id = self.manager
        self.salesperson.lang = "es_ES"
        content = self._content(self.salesperson)
        self.assertIn("no trabaja", content["sections"][0]["problem"])
        self.assertIn("does not work for", content["problems"][0][1])
