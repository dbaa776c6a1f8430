"""E-mails that nobody wrote are no answer, and no contact."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .last_contact_common import LastContactCommon
from .mail_common import DAY, MailCommon

REPLY = """\
From: Anna <anna@example.com>
To: catchall@example.com
Subject: Out of office: About it
Message-Id: <{name}@example.com>
In-Reply-To: {answers}
{header}
Content-Type: text/plain; charset=utf-8

I am back on Monday.
"""
HEADERS = {
    "Auto-Submitted: auto-replied": True,
    "Auto-Submitted: auto-generated; owner-email=a@example.com": True,
    "Precedence: auto_reply": True,
    "Precedence: Bulk": True,
    "Precedence: junk": True,
    "X-Autoreply: yes": True,
    "X-Autorespond: Out of office": True,
    "Auto-Submitted: no": False,
    "Precedence: list": False,
    "X-Autoreply: no": False,
    "X-Other: yes": False,
}


@tagged("post_install", "-at_install")
class TestAutomaticReply(MailCommon):
    def setUp(self):
        super().setUp()
        self.env["mail.alias.domain"].search([]).unlink()
        domain = self.env["mail.alias.domain"].create({"name": "example.com"})
        self.env.company.alias_domain_id = domain
        self._switch_on_mail("send", {"kind": "activity", "delay": 3})
        self.deal = self._come_in(partner_id=self.customer.id)
        self._at(DAY)
        self.message = self._customer_mails(self.deal).message_id

    def _reply(self, header, name="reply"):
        text = REPLY.format(name=name, answers=self.message.message_id, header=header)
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process("crm.lead", text)
        reply = self.env["mail.message"].search(
            [("message_id", "=", f"<{name}@example.com>")]
        )
        self.assertEqual((reply.model, reply.res_id), ("crm.lead", self.deal.id))
        reply.date = self._after(hours=1)
        return reply

    def test_what_tells_of_it(self):
        for number, (header, automatic) in enumerate(HEADERS.items()):
            with self.subTest(header):
                reply = self._reply(header, f"n{number}")
                self.assertEqual(bool(reply.playbook_automatic), automatic)

    def test_an_automatic_reply_ends_nothing(self):
        self._reply("Auto-Submitted: auto-replied")
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(self.deal).state, "running")
        self._reply("Auto-Submitted: no", "written")
        self._at(self._after(days=1, hours=1))
        self.assertEqual(self._enrollment(self.deal).ending, "answered")

    def test_nobody_else_says_so(self):
        deal = self.deal.with_user(self.user_sales)
        with self.assertRaises(AccessError):
            deal.message_post(body="I was never here", playbook_automatic=True)
        self.assertTrue(deal.message_post(body="I was"))


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestAutomaticContact(LastContactCommon):
    def test_what_goes_and_comes_by_itself_is_no_contact(self):
        self._receive().playbook_automatic = True
        self._send().sudo().playbook_automatic = True
        self.assertNoContact()

    def test_it_hides_no_contact_before_it(self):
        self._send(at="2026-03-03 12:00:00")
        self._send(at="2026-03-05 12:00:00").sudo().playbook_automatic = True
        self.assertContact(
            {
                "email_count": 1,
                "user_id": self.user_sales.id,
                "date": fields.Datetime.to_datetime("2026-03-03 12:00:00"),
            }
        )
