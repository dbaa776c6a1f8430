"""End to end: new customers, win back, complaints."""

from odoo.tests import freeze_time, tagged

from .end_common import EndCommon
from .engine_common import DAY


@tagged("post_install", "-at_install")
class TestEndCustomers(EndCommon):
    def test_a_new_customer(self):
        self._live("new_customers")
        procedure = self.env.ref("crm_playbook.procedure_new_customer_company")
        procedure.state = "warn"
        with freeze_time(DAY):
            Partner = self.env["res.partner"].with_user(self.user_sales)
            customer = Partner.create(
                {
                    "name": "Mills",
                    "is_company": True,
                    "is_prospect": True,
                    "email": "info@mills.example.com",
                    "user_id": self.user_sales.id,
                }
            ).with_env(self.env)
        # An order, or a call, is what made them one.
        with freeze_time(DAY):
            activity = customer.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.user_sales.id
            )
            self._report(activity, "went_well")
        text = self.assertToCustomer(
            self._day(minutes=5), "Nice to meet you", "info@mills.example.com"
        )
        self.assertIn("Hello Mills", text)
        self.assertFalse(self._planned(customer))
        self.assertFalse(self._day(3, hours=1))
        self.assertEqual(self._planned(customer).user_id, self.user_sales)
        self._day(10, hours=2)
        self.assertIn(self.user_team_leader, self._planned(customer).user_id)

    def _welcomed(self, lead):
        """The welcome of leads from the web went to ``lead`` three days ago."""
        enrollment = self.env["playbook.enrollment"].create(
            {
                "workflow_id": self.env.ref("crm_playbook.workflow_web_leads").id,
                "lead_id": lead.id,
                "occurrence": lead.id,
                "state": "done",
                "date_entered": self._after(days=-3),
            }
        )
        self.env["playbook.customer.mail"].create(
            {
                "enrollment_id": enrollment.id,
                "workflow_id": enrollment.workflow_id.id,
                "lead_id": lead.id,
                "occurrence": lead.id,
                "mode": "send",
                "state": "sent",
                "date_due": self._after(days=-3),
                "email": "info@mills.example.com",
            }
        )

    def test_who_was_welcomed_as_a_lead_is_not_welcomed_again(self):
        self._live("new_customers")
        self._use_leads()
        lead = self._create_lead(email_from="Info <info@mills.example.com>")
        self._welcomed(lead)
        with freeze_time(DAY):
            known, new = (
                self._create_customer(
                    name,
                    is_prospect=True,
                    email=f"info@{name}.example.com",
                    user_id=self.user_sales.id,
                )
                for name in ("mills", "wills")
            )
        self.assertToCustomer(
            self._day(hours=1), "Nice to meet you", "info@wills.example.com"
        )
        self.assertEqual(self._done(known), ["skipped"])
        self.assertEqual(
            (known | new).mapped("playbook_is_written_to"), [True, True], "by now"
        )

    def test_who_moves_to_at_risk(self):
        self._live("win_back_at_risk")
        self.customer.is_prospect = True
        at_risk, loyal = (
            self.env.ref(f"crm_playbook.rfm_group_{name}")
            for name in ("at_risk", "loyal")
        )
        values = {"partner_id": self.customer.id, "company_id": self.env.company.id}
        history = self.env["playbook.rfm.history"]
        history.create(
            {
                **values,
                "date": "2031-03-03",
                "group_id": at_risk.id,
                "previous_group_id": loyal.id,
            }
        )
        self.assertFalse(self._day())
        self.assertEqual(self._mails_of(self.customer).state, "announced")
        text = self.assertToCustomer(self._day(1, hours=1), "It has been a while")
        self._get_answer_path(text)
        self._day(7, hours=2)
        call = self._planned(self.customer)
        purpose = self.env.ref("crm_playbook.playbook_purpose_win_back")
        self.assertEqual(call.playbook_purpose_id, purpose)
        # They order again.
        history.create(
            {
                **values,
                "date": "2031-03-12",
                "group_id": loyal.id,
                "previous_group_id": at_risk.id,
            }
        )
        self._day(9)
        self.assertEqual(self._enrollment(self.customer).ending, "left_group")
        self.assertFalse(self._planned(self.customer))

    def test_who_is_inactive(self):
        with freeze_time(self._after(days=-200)):
            self._confirm(self._create_order(self.customer), self._after(days=-200))
        self.env["playbook.last.contact"].search([]).unlink()
        self._live("win_back_inactive")
        # Who is inactive already is backlog: that is a choice.
        self.assertEqual(self._enrollment(self.customer).state, "backlog")
        with freeze_time(DAY):
            self.workflow.sudo()._take_backlog()
        self.assertFalse(self._day(hours=1))
        self.assertToCustomer(self._day(1, hours=2), "It has been a while")
        # What we have sent by ourselves is no contact, however often that is asked.
        with freeze_time(self._after(days=1, hours=3)):
            self.env["playbook.last.contact"]._refresh(self.customer.ids)
        self._day(7, hours=3)
        self.assertEqual(self._enrollment(self.customer).state, "running")
        self.assertTrue(self._planned(self.customer))
        self._confirm(self._create_order(self.customer), self._after(days=8))
        self._day(8, hours=1)
        self.assertEqual(self._enrollment(self.customer).ending, "contacted")

    def _complain(self, moment, outcome="solved"):
        with freeze_time(moment):
            activity = self.customer.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.user_sales.id
            )
            activity.playbook_purpose_id = self.env.ref(
                "crm_playbook.playbook_purpose_complaint"
            )
            self._report(activity, outcome)

    def test_a_complaint_that_was_solved(self):
        self.customer.is_prospect = True
        self._live("complaint_solved")
        self._complain(self._after(minutes=5), "in_hand")
        self.assertFalse(self._day(1))
        self.assertFalse(self._enrollment(self.customer))
        self._complain(self._after(days=1, minutes=5))
        self.assertFalse(self._day(1, hours=1), "a day later")
        text = self.assertToCustomer(self._day(2, hours=2), "Did we help you?")
        self.assertIn("/rate/", text)
        rating = self.env["rating.rating"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        action = self.env["playbook.action"].search(
            [("commercial_partner_id", "=", self.customer.id)], limit=1
        )
        self.assertEqual(rating.playbook_action_id, action)
        # Nobody is asked more than once in 90 days.
        self._complain(self._after(days=20))
        self.assertFalse(self._day(20, hours=1))
        self.assertFalse(self._day(21, hours=3))
        self.assertEqual(self._done(self.customer), ["carried_out", "skipped"])
