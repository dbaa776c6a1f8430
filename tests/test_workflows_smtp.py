"""The catcher of the end-to-end tests: what Odoo's queue sends really arrives."""

from odoo.tests import tagged

from .common import CrmPlaybookCommon
from .smtp_common import SmtpMixin


@tagged("post_install", "-at_install")
class TestSmtpCatcher(SmtpMixin, CrmPlaybookCommon):
    def _write(self, subject="Hello", to="lumber@example.com"):
        return self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": "<p>Good <b>day</b></p>",
                "email_to": to,
                "email_from": "us@example.com",
                "headers": "{'X-Playbook': 'yes'}",
                "auto_delete": False,
            }
        )

    def test_what_is_sent_arrives(self):
        mail = self._write()
        [message] = self._send_queue()
        self.assertEqual(message["Subject"], "Hello")
        self.assertEqual(message["X-Playbook"], "yes")
        self.assertIn("Good <b>day</b>", self._text(message))
        self.assertIn("Good", self._text(message, "plain"))
        self.assertEqual(mail.state, "sent")
        self.assertFalse(self._received())

    def test_an_address_that_nobody_has(self):
        self.catcher.unknown.add("nobody@example.com")
        mail, other = self._write(to="nobody@example.com"), self._write("Other")
        self.assertReceived(self._send_queue(), "Other")
        self.assertEqual((mail.state, other.state), ("exception", "sent"))
        self.assertIn("No such user", mail.failure_reason)
