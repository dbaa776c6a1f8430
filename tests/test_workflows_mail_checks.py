"""For whom an e-mail of a workflow is left out, and for whom it waits."""

from datetime import date, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .mail_common import MailCommon

NOW = "2031-03-03 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestWorkflowMailUnfit(MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls._create_mail_step()
        cls.deal = cls._create_mail_deals(partner_id=cls.customer.id)

    def _done(self, **values):
        """Something that was done with the customer a day ago."""
        return self.env["playbook.action"].create(
            {
                "name": "Call",
                "channel": "call",
                "partner_id": self.customer.id,
                "commercial_partner_id": self.customer.id,
                "date_done": fields.Datetime.now() - timedelta(days=1),
                "state": "done",
                **values,
            }
        )

    def test_somebody_with_an_address_gets_it(self):
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_without_an_address_and_with_none_that_is_one(self):
        self.customer.email = False
        self.deal.email_from = False
        self.assertIn("no e-mail address", self._unfit(self.step, self.deal))
        self.customer.email = "anna at home"
        self.assertIn("“anna at home”", self._unfit(self.step, self.deal))

    def test_address_of_a_lead_without_a_customer(self):
        lead = self._create_deals(1, email_from="Eva <EVA@example.com>")
        self.assertIsNone(self._unfit(self.step, lead))
        self.env["mail.blacklist"]._add("eva@example.com")
        self.assertIn("eva@example.com", self._unfit(self.step, lead))

    def test_blacklist_and_who_is_off_it_again(self):
        self.env["mail.blacklist"]._add("Anna@Example.com")
        self.assertIn("blacklist", self._unfit(self.step, self.deal))
        self.env["mail.blacklist"]._remove("anna@example.com")
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_opted_out_of_this_workflow_or_all(self):
        other = self._create_workflow(name="Other")
        OptOut = self.env["playbook.opt.out"]
        OptOut.create({"email": "anna@example.com", "workflow_id": other.id})
        self.assertIsNone(self._unfit(self.step, self.deal))
        for workflow in (self.step.workflow_id, other.browse()):
            refused = OptOut.create(
                {"email": "anna@example.com", "workflow_id": workflow.id}
            )
            # Whoever takes them off that leaves them here.
            if not workflow:
                self.env["mail.blacklist"]._remove("anna@example.com")
            self.assertIn("wants no more", self._unfit(self.step, self.deal))
            refused.unlink()
            self.assertIsNone(self._unfit(self.step, self.deal))

    def test_what_came_back_until_they_write_or_have_another_address(self):
        mail = self._wrote_earlier(self.deal, days=200, state="bounced")
        self.assertIsNone(self._unfit(self.step, self.deal))
        self.customer.message_bounce = 1
        self.assertIn("came back", self._unfit(self.step, self.deal))
        self.customer.email = "new@example.com"
        self.assertIsNone(self._unfit(self.step, self.deal))
        self.assertEqual(mail.email, "anna@example.com")

    def test_segment_that_is_not_contacted_at_all(self):
        segment = self._segment(self.customer, contact_max=0, contact_min=0)
        self.assertIn("“Careful”", self._unfit(self.step, self.deal))
        # What is preferred forbids nothing.
        segment.write({"contact_max": 4, "channel": "call"})
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_contacted_lately_where_somebody_was_reached(self):
        self._done(no_contact=True)
        self._done(date_done=fields.Datetime.now() - timedelta(days=4))
        self.assertIsNone(self._unfit(self.step, self.deal))
        self.step.workflow_id.contact_days = 5
        self.assertIn("Somebody contacted", self._unfit(self.step, self.deal))
        self._done()
        self.step.workflow_id.contact_days = 3
        self.assertTrue(self._unfit(self.step, self.deal))
        self.step.workflow_id.contact_days = 0
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_contacts_in_the_log_of_contacts_but_not_what_they_wrote(self):
        contact = self.env["playbook.last.contact"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.env.company.id,
                "date": fields.Datetime.now() - timedelta(hours=1),
                "channel": "email",
            }
        )
        self.assertIsNone(self._unfit(self.step, self.deal))
        contact.user_id = self.user_sales
        self.assertTrue(self._unfit(self.step, self.deal))

    def test_planned_meeting(self):
        event = self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": fields.Datetime.now() + timedelta(days=2),
                "stop": fields.Datetime.now() + timedelta(days=2, hours=1),
                "partner_ids": self.customer.ids,
            }
        )
        self.assertIn("meeting", self._unfit(self.step, self.deal))
        event.attendee_ids.write({"state": "declined"})
        self.assertIsNone(self._unfit(self.step, self.deal))
        event.opportunity_id = self.deal
        self.assertTrue(self._unfit(self.step, self.deal))
        self.step.workflow_id.stop_on_meeting = False
        self.assertIsNone(self._unfit(self.step, self.deal))

    def test_planned_meeting_as_an_activity(self):
        self.deal.activity_schedule("mail.mail_activity_data_meeting")
        self.assertIn("meeting", self._unfit(self.step, self.deal))

    def test_nobody_is_asked_twice_how_satisfied_they_are(self):
        step = self._create_mail_step(asks_for="satisfaction")
        self.assertIsNone(self._unfit(step, self.deal))
        mail = self._wrote_earlier(self.deal, days=89, asks_for="satisfaction")
        self.assertIn("within 90 days", self._unfit(step, self.deal))
        self.assertIsNone(self._unfit(self.step, self.deal))
        mail.state = "left_out"
        self.assertIsNone(self._unfit(step, self.deal))

    def test_two_deals_of_a_customer_in_one_batch_ask_once(self):
        step = self._create_mail_step(asks_for="satisfaction")
        deals = self._create_mail_deals(2, partner_id=self.customer.id)
        rows = self._rows(deals)
        found = step._find_unfit(rows, self._acting_as(self.user_sales))
        self.assertEqual(list(found), [1])

    def test_lead_without_customer_is_not_asked_how_satisfied_it_is(self):
        step = self._create_mail_step(asks_for="satisfaction")
        lead = self._create_deals(1, email_from="eva@example.com")
        self.assertIn("no customer", self._unfit(step, lead))


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestWorkflowMailPostponed(MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls._create_mail_step()
        cls.deal = cls._create_mail_deals(partner_id=cls.customer.id)

    def test_limit_across_workflows(self):
        self._wrote_earlier(self.deal, days=6)
        self.assertEqual(self._postponed(self.step, self.deal), [None])
        mail = self._wrote_earlier(self.deal, days=2)
        [(moment, why)] = self._postponed(self.step, self.deal)
        # As soon as the older of the two is seven days ago.
        self.assertEqual(moment, fields.Datetime.to_datetime("2031-03-04 10:00:01"))
        self.assertIn("2 times in 7 days", why)
        mail.state = "left_out"
        self.assertEqual(self._postponed(self.step, self.deal), [None])

    def test_another_person_of_the_customer_counts_and_the_same_address(self):
        company = self._create_customers(1, name="Acme")
        self.customer.parent_id = company
        other = self._create_customers(
            1,
            name="Bob",
            email="bob@example.com",
            parent_id=company.id,
            is_company=False,
        )
        self._wrote_earlier(self.deal, customer=other)
        self._wrote_earlier(self.deal, customer=other)
        self.assertTrue(self._postponed(self.step, self.deal)[0])

    def test_setting(self):
        self._wrote_earlier(self.deal)
        settings = {"playbook_mail_limit": 1, "playbook_mail_limit_days": 30}
        Settings = self.env["res.config.settings"]
        Settings.create(settings).execute()
        self.assertIn("1 times in 30", self._postponed(self.step, self.deal)[0][1])
        # None at all, though Odoo takes a 0 for no parameter.
        Settings.create({"playbook_mail_limit": 0}).execute()
        self.assertEqual(Settings.create({}).playbook_mail_limit, 0)
        self.assertEqual(self._postponed(self.step, self.deal), [None])

    def test_setting_that_is_no_number_counts_as_the_default(self):
        parameters = self.env["ir.config_parameter"]
        for value in ("many", "-1", "1000"):
            parameters.set_param("crm_playbook.mail_limit", value)
            Settings = self.env["res.config.settings"]
            self.assertEqual(Settings._get_mail_limit(), (2, 7))

    def test_policy_of_the_main_segment(self):
        self._segment(self.customer, contact_max=1)
        self.assertEqual(self._postponed(self.step, self.deal), [None])
        self._wrote_earlier(self.deal, days=10)
        [(moment, why)] = self._postponed(self.step, self.deal)
        self.assertEqual(moment, fields.Datetime.to_datetime("2031-03-23 10:00:01"))
        self.assertIn("1 times in 30 days", why)

    def test_not_before_the_day_that_they_chose(self):
        mail = self._wrote_earlier(self.deal, days=20, customer_answer="later")
        mail.write({"answer_date": "2031-02-20", "answer_until": "2031-04-10"})
        [(moment, why)] = self._postponed(self.step, self.deal)
        self.assertEqual(moment.date(), date(2031, 4, 10))
        self.assertIn("asked us not to write before", why)
        # What they said last counts.
        mail = self._wrote_earlier(self.deal, days=19, customer_answer="yes")
        mail.answer_date = "2031-02-21"
        self.assertEqual(self._postponed(self.step, self.deal), [None])

    def test_what_goes_out_together_counts(self):
        deals = self._create_mail_deals(3, partner_id=self.customer.id)
        found = self._postponed(self.step, *deals)
        self.assertEqual(found[:2], [None, None])
        self.assertTrue(found[2])

    def test_same_cost_for_three_and_thirty(self):
        for step in (self.step, self._create_mail_step(asks_for="satisfaction")):
            deals = self._create_mail_deals(33)
            rows = self._rows(deals)
            env = self._acting_as(self.user_sales)

            def check(rows, step=step, env=env):
                step._find_unfit(rows, env)
                step._find_postponed(rows, env)

            check(rows[:2])
            few = self._count_queries(lambda rows=rows: check(rows[:3]))
            many = self._count_queries(lambda rows=rows: check(rows[3:]))
            self.assertEqual(few, many)
