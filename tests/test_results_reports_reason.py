"""What is said of reports that were not sent, to who answers for them."""

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .reports_common import ReportsCase
from .smtp_common import SmtpMixin

MONDAY = "2026-03-09 07:05:00"
SEND = "odoo.addons.crm_playbook.models.results.playbook_report_delivery_send"


@tagged("post_install", "-at_install")
class TestReportsReason(SmtpMixin, ReportsCase):
    def setUp(self):
        super().setUp()
        self._since("2026-01-01 00:00:00")

    def _reason(self, row):
        """What Sales Management reads."""
        row.flush_recordset()
        row.invalidate_recordset()
        return row.with_user(self.manager).reason

    def test_sent_has_none(self):
        with freeze_time(MONDAY):
            row = self._send()
            self.assertFalse(self._reason(row))
            self._send_queue()
        self.assertFalse(self._reason(row))

    def test_a_server_that_refuses(self):
        self.catcher.unknown = {"re_sales@sales.x"}
        self.addCleanup(self.catcher.unknown.clear)
        with freeze_time(MONDAY), mute_logger("odoo.addons.mail.models.mail_mail"):
            row = self._send()
            self._send_queue()
        self.assertEqual(
            self._reason(row),
            "The e-mail could not be sent: the mail server does not answer, or refuses "
            "it. Sam Sales can read the report under My Reports.",
        )

    def test_one_that_cannot_be_made(self):
        self.rendering.failing = {self.salesperson}
        with mute_logger(SEND):
            with freeze_time(MONDAY):
                row = self._send()
            self.assertIn("It is tried again after", self._reason(row))
            for hour in ("09", "11"):
                with freeze_time(f"2026-03-09 {hour}:00:00"):
                    self._send()
        self.assertEqual(row.state, "failed")
        reason = self._reason(row)
        self.assertEqual(reason, "It could not be made. An administrator sees why.")

    def test_no_address(self):
        self.salesperson.partner_id.email = False
        with freeze_time(MONDAY):
            row = self._send()
        self.assertIn("Sam Sales has no e-mail address.", self._reason(row))

    def test_archived_meanwhile(self):
        with freeze_time(MONDAY):
            row = self.report._claim()
            self.salesperson.active = False
            self.Report._cron_send()
        self.assertIn("Sam Sales is no recipient any more", self._reason(row))

    def test_what_broke_is_in_no_list_of_theirs(self):
        views = self.Delivery.with_user(self.manager).get_views(
            [(False, "list"), (False, "form")]
        )
        for view in views["views"].values():
            self.assertIn('name="reason"', view["arch"])
            self.assertNotIn('name="error"', view["arch"])
