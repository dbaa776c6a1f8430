"""What becomes of e-mails that were sent: delivered, failed, come back; and of what
they are about.
"""

from email.message import EmailMessage

from odoo import fields
from odoo.tests import freeze_time, tagged

from .mail_common import DAY, MailCommon


@tagged("post_install", "-at_install")
class TestWorkflowMailAfter(MailCommon):
    def setUp(self):
        super().setUp()
        self._begin({"kind": "activity", "delay": 3})

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

    def test_failure_and_another_try(self):
        queued = self._queued(self.deal)
        self._deliver(queued, ConnectionError("No route"))
        self.assertEqual(self.mail.state, "failed")
        self.assertIn("No route", self.mail.reason)
        Day = self.env["playbook.day"].with_user(self.user_sales_management)
        with freeze_time(self._after(days=1)):
            [line] = [
                line
                for line in Day.get_my_day()["lines"]
                if line["source"] == "stuck" and line["id"] == self.workflow.id
            ]
            self.assertIn("1 e-mails could not", line["badge"])
            self.mail.with_user(self.user_sales).action_send_now()
        self.assertEqual(self._queued(self.deal), queued)
        self.assertEqual(self.mail.state, "queued")
        self._deliver(queued)
        self.assertRecordValues(self.mail, [{"state": "sent", "reason": False}])

    def test_taken_out_of_the_queue(self):
        self._queued(self.deal).unlink()
        self.assertEqual(self.mail.state, "failed")
        self.assertIn("mail queue", self.mail.reason)

    def test_message_that_is_deleted_does_no_harm(self):
        self._deliver(self._queued(self.deal))
        self.mail.message_id.unlink()
        self.assertRecordValues(self.mail, [{"state": "sent", "message_id": False}])
        self._at(self._after(days=1))

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
        self._opt_out(days=-1)
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(self.deal).state, "running")

    def test_merged_deal(self):
        kept = self._create_mail_deals(partner_id=self.customer.id)
        self.env.flush_all()
        kept._merge_dependences(self.deal)
        self.assertEqual(self.mail.lead_id, kept)

    def test_merged_customer(self):
        kept = self._create_customers(1, name="Anna P.", email="anna@example.com")
        Wizard = self.env["base.partner.merge.automatic.wizard"]
        Wizard._merge((kept | self.customer).ids, kept)
        self.env.invalidate_all()
        values = {
            "recipient_id": kept.id,
            "mailed_customer_id": kept.id,
            "state": "queued",
        }
        self.assertRecordValues(self.mail, [values])

    def test_erased_customer(self):
        self.mail.write({"answer_comment": "Call me", "reason": "Because"})
        self.env.flush_all()
        self.customer._erase_from_playbook()
        empty = ("email", "recipient_name", "subject", "reason", "answer_comment")
        self.assertRecordValues(self.mail, [dict.fromkeys(empty, False)])
        self.assertEqual(self.mail.state, "queued")

    def test_erased_customer_gets_nothing_that_was_announced(self):
        self.mail.write({"state": "announced", "date_due": self._after(hours=1)})
        self._queued(self.deal).unlink()
        self.customer._erase_from_playbook()
        self.assertEqual(self.mail.state, "left_out")


@tagged("post_install", "-at_install")
class TestWorkflowMailTargets(MailCommon):
    def test_customers(self):
        template = self._create_template("res.partner")
        step = {"kind": "mail", "template_id": template.id, "mail_mode": "send"}
        # Who has become a customer.
        self._switch_on(step, target="partner", trigger="created", contact_days=0)
        customer = self._create_customers(
            1, email="a@example.com", user_id=self.user_sales.id
        )
        customer.customer_state = "prospect"
        self._at(DAY)
        self.assertEqual(len(self._queued(customer)), 1)

    def test_leads(self):
        self._use_leads()
        self._switch_on_mail(target="lead")
        lead = self._create_deals(
            1, type="lead", email_from="eva@example.com", contact_name="Eva"
        )
        self._born(lead)
        self._at(DAY)
        [mail] = self._customer_mails(lead)
        self.assertRecordValues(
            mail,
            [
                {
                    "email": "eva@example.com",
                    "recipient_name": "Eva",
                    "recipient_id": False,
                }
            ],
        )
        self.assertIn("Eva", self._queued(lead).email_to)

    def test_postponed_until_there_is_room(self):
        self._switch_on_mail()
        deal = self._come_in(partner_id=self.customer.id)
        for _number in range(2):
            self._wrote_earlier(deal, date_due=self._after(days=-3))
        self._at(DAY)
        enrollment = self._enrollment(deal)
        self.assertEqual(enrollment.state, "waiting")
        self.assertIn("2 times in 7 days", enrollment.held_reason)
        self.assertEqual(enrollment.held_since, fields.Datetime.to_datetime(DAY))
        self.assertFalse(self._queued(deal))
        self._at(self._after(days=4, hours=1))
        self.assertEqual(len(self._queued(deal)), 1)
        values = {"held_reason": False, "held_since": False}
        self.assertRecordValues(enrollment, [values])

    def test_left_out_after_two_weeks_without_room(self):
        self._switch_on_mail()
        deal = self._come_in(partner_id=self.customer.id)
        moments = [self._after(days=day) for day in (-3, -3, 3, 3, 9, 9)]
        mails = [self._wrote_earlier(deal, date_due=moment) for moment in moments]
        self._at(DAY)
        self.assertTrue(mails)
        enrollment = self._enrollment(deal)
        self.env.cr.execute(
            "UPDATE playbook_enrollment SET next_date = %s WHERE id = %s",
            [self._after(days=14), enrollment.id],
        )
        self.env.invalidate_all()
        self._at(self._after(days=14, hours=1))
        self.assertEqual(self._events(deal), [("Step 1", "skipped")])
        self.assertIn("within 14 days", enrollment.event_ids.detail)
