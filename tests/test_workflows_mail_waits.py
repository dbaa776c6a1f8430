"""E-mails that wait for room, or for the day that the customer chose."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import freeze_time, tagged

from .mail_common import DAY, MailCommon


@tagged("post_install", "-at_install")
class TestWorkflowMailLimit(MailCommon):
    """Whatever goes out together counts."""

    def _of_one_customer(self, mode, count=5, **values):
        self._switch_on_mail(mode, **values)
        deals = self._come_in(count, partner_id=self.customer.id)
        self._at(DAY)
        return self._customer_mails(deals)

    def test_announced_together(self):
        mails = self._of_one_customer("announce")
        self.assertEqual(mails.mapped("state"), ["announced"] * 5)
        self._at(self._after(hours=25))
        self.assertEqual(sorted(mails.mapped("state"))[3:], ["queued"] * 2)
        waiting = mails.filtered(lambda mail: mail.state == "announced")
        self.assertEqual(len(waiting), 3)
        self.assertTrue(all("2 times in 7" in why for why in waiting.mapped("reason")))
        self._at(self._after(days=9))
        self.assertEqual(sorted(mails.mapped("state"))[1:], ["queued"] * 4)

    def test_sent_now_together(self):
        mails = self._of_one_customer("ask", 3)
        mine = mails.with_user(self.user_sales)
        with (
            freeze_time(self._after(hours=1)),
            self.assertRaisesRegex(UserError, "2 times in 7 days"),
        ):
            mine.action_send_now()

    def test_sent_now_while_a_workflow_writes(self):
        [mail] = self._of_one_customer("ask", 1)
        lock = "SELECT {}(1930117, 1)"
        with freeze_time(self._after(hours=1)):
            with db_connect(self.env.cr.dbname).cursor() as other:
                other.execute(lock.format("pg_advisory_lock"))
                with self.assertRaisesRegex(UserError, "in a minute"):
                    mail.with_user(self.user_sales).action_send_now()
                other.execute(lock.format("pg_advisory_unlock"))
            mail.with_user(self.user_sales).action_send_now()
        self.assertEqual(mail.state, "queued")

    def test_same_cost_for_three_and_thirty_that_wait(self):
        self._switch_on_mail("announce", daily_limit=100)
        self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", "100")
        deals = self._come_in(35)
        self._at(DAY)
        for deal in deals:
            self._wrote_earlier(deal, days=0, date_due=self._after(hours=20))
            self._wrote_earlier(deal, days=0, date_due=self._after(hours=20))
            deal.partner_id.name = "Other"
        self.env.flush_all()
        with freeze_time(self._after(hours=25)):
            self.env.cr.execute(self.workflow._announced_sql(100))
            rows = self.env.cr.dictfetchall()
            self.workflow._send_announced(rows[:2])
            few = self._count_queries(lambda: self.workflow._send_announced(rows[2:5]))
            many = self._count_queries(lambda: self.workflow._send_announced(rows[5:]))
        self.assertEqual(few, many)
        self.assertEqual(
            set(self._customer_mails(deals).mapped("state")), {"announced"}
        )

    def test_same_address_of_another_customer(self):
        step = self._create_mail_step()
        twin = self._create_customers(1, name="Twin", email="anna@example.com")
        colleague = self._create_customers(
            1, name="Bob", email="bob@example.com", parent_id=twin.id, is_company=False
        )
        people = (self.customer, twin, colleague)
        deals = [self._create_mail_deals(partner_id=each.id) for each in people]
        found = self._postponed(step, *deals)
        self.assertEqual(found[:2], [None, None])
        # Two went to the address; one to the customer, which the colleague is of.
        self.assertIsNone(found[2])
        again = self._create_mail_deals(partner_id=twin.id)
        self.assertTrue(self._postponed(step, *deals[:2], again)[2])


@tagged("post_install", "-at_install")
class TestWorkflowMailWaits(MailCommon):
    """What waits holds nothing else up."""

    def _waiting(self, mode="send", **values):
        """An opportunity of a customer who has said *not now*."""
        self._switch_on_mail(mode, {"kind": "activity"})
        earlier = self._create_mail_deals(partner_id=self.customer.id)
        self.said = self._wrote_earlier(
            earlier,
            date_due=self._after(days=-30),
            customer_answer="later",
            answer_date=self._after(days=-20),
            answer_until=date(2031, 9, 1),
            **values,
        )
        self._born(earlier, self._after(days=-100))
        deal = self._born(
            self._create_mail_deals(partner_id=self.customer.id),
            self._after(days=-21),
        )
        self._at(DAY)
        return deal

    def test_the_call_does_not_wait_for_the_welcome(self):
        deal = self._waiting()
        mail = self._customer_mails(deal)
        self.assertRecordValues(mail, [{"state": "announced", "mode": "send"}])
        self.assertEqual(mail.date_due.date(), date(2031, 9, 1))
        self.assertIn("not to write before", mail.reason)
        planned = [("Step 1", "planned"), ("Step 2", "planned")]
        self.assertEqual(self._events(deal), planned)
        enrollment = self._enrollment(deal)
        event = enrollment.event_ids.filtered(lambda each: each.step_name == "Step 1")
        self.assertIn("Waits until", event.detail)
        self.assertIn("not to write before", event.detail)
        self.assertFalse(self._queued(deal))
        self._at("2031-09-01 12:00:00")
        self.assertEqual(mail.state, "queued")
        self.assertEqual(self._events(deal)[0], ("Step 1", "carried_out"))

    def test_announced_ones_wait_announced(self):
        mail = self._customer_mails(self._waiting("announce"))
        self.assertRecordValues(mail, [{"state": "announced", "mode": "announce"}])
        self.assertEqual(mail.date_due.date(), date(2031, 9, 1))

    def test_who_is_asked_first_is_asked_at_once(self):
        mail = self._customer_mails(self._waiting("ask"))
        self.assertEqual(mail.state, "asked")
        self.assertIn("not to write before", mail.reason)

    def test_lead_of_theirs_lifts_it(self):
        self._switch_on_mail()
        deal = self._waiting_lifted_by(moment=DAY)
        self.assertEqual(len(self._queued(deal)), 1)

    def _waiting_lifted_by(self, moment):
        old = self._create_mail_deals(partner_id=self.customer.id)
        self._born(old, self._after(days=-100))
        self._wrote_earlier(
            old,
            date_due=self._after(days=-30),
            customer_answer="later",
            answer_date=self._after(days=-20),
            answer_until=date(2031, 9, 1),
        )
        deal = self._come_in(partner_id=self.customer.id, moment=moment)
        self._at(DAY)
        return deal

    def test_message_of_theirs_lifts_it(self):
        deal = self._waiting()
        mail = self._customer_mails(deal)
        step = self.workflow.step_ids[0]
        with freeze_time(self._after(hours=1)):
            self.assertTrue(self._postponed(step, deal)[0])
            self._wrote(self.said.lead_id, self._after(minutes=30), self.customer)
            self.env.flush_all()
            self.assertEqual(self._postponed(step, deal), [None])
        self.assertEqual(mail.state, "announced")

    def test_what_waits_takes_nothing_of_the_day_of_a_person(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", "2")
        # The other deal of the customer has a call too.
        deal = self._waiting()
        self.assertEqual(self._events(deal)[1], ("Step 2", "planned"))


@tagged("post_install", "-at_install")
@freeze_time(DAY)
class TestWorkflowMailAnswered(MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls._create_mail_deals(partner_id=cls.customer.id)
        cls.step = cls._create_mail_step(asks_for="interest")
        cls.other = cls._create_mail_step()

    def _answered(self, answer, days=10, **values):
        return self._wrote_earlier(
            self.deal,
            days=days,
            customer_answer=answer,
            answer_date=fields.Datetime.now() - timedelta(days=days),
            **values,
        )

    def test_who_said_no_is_not_asked_again(self):
        mail = self._answered("no")
        self.assertIn("not interested", self._unfit(self.step, self.deal))
        # What asks nothing may still be said.
        self.assertIsNone(self._unfit(self.other, self.deal))
        elsewhere = self._create_mail_deals(partner_id=self.customer.id)
        self.assertIsNone(self._unfit(self.step, elsewhere))
        mail.answer_date = fields.Datetime.now() - timedelta(days=400)
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_last_answer_counts(self):
        self._answered("no", 20)
        self._answered("yes", 10)
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_who_said_yes_waits_for_a_person(self):
        activity = self.deal.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.user_sales.id
        )
        self._answered("yes", answer_activity_id=activity.id)
        for step in (self.step, self.other):
            self.assertIn("said yes", self._unfit(step, self.deal))
        activity.action_feedback()
        self.step.workflow_id.contact_days = self.other.workflow_id.contact_days = 0
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_customers_as_such(self):
        template = self._create_template("res.partner")
        step = self._create_mail_step(
            "partner", asks_for="interest", template_id=template.id
        )
        mail = self._answered("no")
        self.assertIsNone(self._unfit(step, self.customer))
        mail.write({"lead_id": False, "partner_id": self.customer.id})
        self.assertIn("not interested", self._unfit(step, self.customer))

    def test_satisfaction_of_two_that_wait(self):
        step = self._create_mail_step(asks_for="satisfaction")
        for _number in range(2):
            self._wrote_earlier(self.deal)
        deals = self._create_mail_deals(2, partner_id=self.customer.id)
        rows = self._rows(deals)
        env = self._acting_as(self.user_sales)
        # Neither is asked yet, so neither stands in the way of the other.
        self.assertFalse(step._find_unfit(rows, env))
        self.assertEqual(len(step._find_postponed(rows, env)), 2)

    def test_satisfaction_of_two_that_are_announced(self):
        step = self._create_mail_step(asks_for="satisfaction")
        mails = [
            self._wrote_earlier(
                self.deal, state="announced", days=-number, asks_for="satisfaction"
            )
            for number in range(2)
        ]
        found = [self._unfit(step, self.deal, mail_id=mail.id) for mail in mails]
        self.assertIsNone(found[0])
        self.assertIn("90 days", found[1])
