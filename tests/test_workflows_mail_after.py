"""What becomes of e-mails that were sent: delivered or failed; and of what they are
about.
"""

from odoo import fields
from odoo.tests import freeze_time, tagged

from .mail_common import DAY, MailCommon


@tagged("post_install", "-at_install")
class TestWorkflowMailAfter(MailCommon):
    def setUp(self):
        super().setUp()
        self._switch_on_mail("send", {"kind": "activity", "delay": 3})
        self.deal = self._come_in(partner_id=self.customer.id)
        self._at(DAY)
        self.mail = self._customer_mails(self.deal)

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

    def test_nobody_changes_it_while_it_is_sent(self):
        """Else what is noted afterwards would fail, and the e-mail be sent again."""
        held = []

        def look():
            query = "SELECT xmax::text FROM playbook_customer_mail WHERE id = %s"
            self.env.cr.execute(query, [self.mail.id])
            held.append(self.env.cr.fetchone()[0] != "0")

        look()
        self._deliver(self._queued(self.deal), meanwhile=look)
        self.assertEqual(held, [False, True])

    def test_taken_out_of_the_queue(self):
        self._queued(self.deal).unlink()
        self.assertEqual(self.mail.state, "failed")
        self.assertIn("mail queue", self.mail.reason)

    def test_message_that_is_deleted_does_no_harm(self):
        self._deliver(self._queued(self.deal))
        self.mail.message_id.unlink()
        self.assertRecordValues(self.mail, [{"state": "sent", "message_id": False}])
        self._at(self._after(days=1))

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
        # It had not been sent yet, and is not any more.
        self.assertFalse(self._queued(self.deal))
        self.assertEqual(self.mail.state, "left_out")
        self.assertTrue(self.mail.message_id.exists())
        self.assertNotIn("anna@example.com", self._notified())

    def _notified(self):
        notes = self.mail.message_id.notification_ids
        return [address for address in notes.mapped("mail_email_address") if address]

    def test_erased_customer_who_has_got_it(self):
        self._deliver(self._queued(self.deal))
        self.customer._erase_from_playbook()
        self.assertRecordValues(self.mail, [{"state": "sent", "email": False}])

    def test_erased_by_the_address_of_a_lead(self):
        lead = self._come_in(partner_id=False, email_from="Anna <anna@example.com>")
        other = self._come_in(partner_id=False, email_from="eva@example.com")
        self._at(DAY)
        mails = self._customer_mails(lead | other)
        self.assertEqual(len(mails), 2)
        self.env.flush_all()
        self.customer._erase_from_playbook()
        by_lead = mails.grouped("lead_id")
        values = {"email": False, "recipient_name": False, "state": "left_out"}
        self.assertRecordValues(by_lead[lead], [values])
        self.assertEqual(by_lead[other].email, "eva@example.com")
        self.assertEqual(by_lead[other].state, "queued")
        self.assertFalse(self._queued(lead))

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
        enrollment, mail = self._enrollment(deal), self._customer_mails(deal)
        self.assertEqual(enrollment.state, "running")
        self.assertIn("2 times in 7 days", mail.reason)
        self.assertEqual(mail.held_since, fields.Datetime.to_datetime(DAY))
        self.assertFalse(self._queued(deal))
        self._at(self._after(days=4, hours=1))
        self.assertEqual(len(self._queued(deal)), 1)
        values = {"reason": False, "held_since": False, "state": "queued"}
        self.assertRecordValues(mail, [values])
        self.assertEqual(enrollment.state, "running")
        self._at(self._after(days=4, hours=2))
        self.assertEqual(enrollment.state, "done")

    def test_left_out_after_two_weeks_without_room(self):
        self._switch_on_mail()
        deal = self._come_in(partner_id=self.customer.id)
        moments = [self._after(days=day) for day in (-3, -3, 3, 3, 9, 9)]
        for moment in moments:
            self._wrote_earlier(deal, date_due=moment)
        self._at(DAY)
        mail = self._customer_mails(deal)
        self.env.cr.execute(
            "UPDATE playbook_customer_mail SET date_due = %s WHERE id = %s",
            [self._after(days=14), mail.id],
        )
        self.env.invalidate_all()
        self._at(self._after(days=14, hours=1))
        self.assertEqual(self._events(deal), [("Step 1", "skipped")])
        detail = self._enrollment(deal).event_ids.detail
        self.assertIn("within 14 days", detail)
