"""E-mails that came back, and customers who want no more of them: the e-mails stop, and
what people have to do goes on.
"""

from email.message import EmailMessage

from odoo.tests import freeze_time, tagged

from .mail_common import DAY, MailCommon


@tagged("post_install", "-at_install")
class TestWorkflowMailBack(MailCommon):
    def _begin(self, *more):
        """The customer of a deal is written to; then ``more`` follows."""
        self._switch_on_mail("send", *more)
        self.deal = self._come_in(partner_id=self.customer.id)
        self._at(DAY)
        self.mail = self._customer_mails(self.deal)

    def _mail_step(self, **values):
        values = {"template_id": self.template.id, "mail_mode": "send", **values}
        return {"kind": "mail", **values}

    def _bounce(self, message, address="anna@example.com"):
        """What a server says about an e-mail that it could not deliver."""
        self.env["mail.thread"]._routing_handle_bounce(
            EmailMessage(),
            {
                "bounced_email": address,
                "bounced_partner": self.customer,
                "bounced_msg_ids": [message.message_id],
                "bounced_message": message,
                "body": "<p>No such user</p>",
                "email_from": "mailer-daemon@example.com",
                "to": "bounce@example.com",
                "message_id": "<1@example.com>",
            },
        )
        self.env.invalidate_all()

    def _send_and_bounce(self):
        message = self.mail.message_id
        self._deliver(self._queued(self.deal))
        with freeze_time(self._after(hours=1)):
            self._bounce(message)

    def test_what_comes_back_ends_a_series_of_mails(self):
        self._begin(self._mail_step(delay=3))
        self._send_and_bounce()
        self.assertEqual(self.mail.state, "bounced")
        self.assertEqual(self.mail.reason, "No such user")
        self._at(self._after(days=4))
        values = {"state": "cancelled", "ending": "bounced"}
        self.assertRecordValues(self._enrollment(self.deal), [values])
        self.assertFalse(self._queued(self.deal).filtered(lambda m: m.state != "sent"))

    def test_what_comes_back_leaves_the_work_of_people(self):
        self._begin(
            {"kind": "activity"},
            self._mail_step(delay=2),
            {"kind": "activity", "delay": 3},
        )
        call = self._planned(self.deal)
        self._send_and_bounce()
        correct = self._planned(self.deal) - call
        self.assertEqual(correct.user_id, self.user_sales)
        self.assertIn("address is wrong", correct.summary)
        self.assertIn("anna@example.com", correct.note)
        self._bounce(self.mail.message_id)
        self.assertEqual(self._planned(self.deal), call | correct, "asked once")
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(self.deal).state, "running")
        self.assertTrue(call.exists())
        self._at(self._after(days=2, hours=1))
        self._at(self._after(days=5, hours=2))
        states = [state for _step, state in self._events(self.deal)]
        self.assertEqual(states, ["carried_out", "planned", "skipped", "planned"])

    def test_the_next_workflow_writes_to_that_address_no_more(self):
        self._begin()
        self._send_and_bounce()
        again = self._born(self._create_mail_deals(partner_id=self.customer.id))
        self.assertIn("came back", self._unfit(self.workflow.step_ids[0], again))

    def _opt_out(self, **delta):
        self.env["playbook.opt.out"].create(
            {"email": "anna@example.com", "date": self._after(**delta)}
        )

    def test_who_wants_no_more_mails_is_followed_up_by_people(self):
        self._begin({"kind": "activity"}, self._mail_step(delay=2))
        self._opt_out(hours=1)
        self._at(self._after(days=1))
        enrollment = self._enrollment(self.deal)
        self.assertEqual(enrollment.state, "running")
        with freeze_time(self._after(days=1, hours=1)):
            self._finish(self.deal)
        self._at(self._after(days=1, hours=2))
        self.assertEqual(enrollment.ending, "unsubscribed", "only mails are left")

    def test_who_wants_no_more_is_followed_up_no_more(self):
        self._begin(self._mail_step(delay=3))
        self._opt_out(hours=1)
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(self.deal).ending, "unsubscribed")

    def test_who_wanted_none_before_goes_on(self):
        self._begin(self._mail_step(delay=3))
        self._opt_out(days=-1)
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(self.deal).state, "running")
