"""The moments of quotations, and of what was done with a customer."""

from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import MomentCase


@tagged("post_install", "-at_install")
class TestOrders(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._make_lead(cls)
        product = cls.env["product.product"].create({"name": "Chair"})
        cls.order = (
            cls.env["sale.order"]
            .create(
                {
                    "partner_id": cls.customer.id,
                    "opportunity_id": cls.lead.id,
                    "user_id": cls.salesperson.id,
                    "order_line": [Command.create({"product_id": product.id})],
                }
            )
            .with_user(cls.salesperson)
        )

    def test_sent(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        self._make_procedure("quotation_sent", requirements=[requirement])
        self._assert_refused(self.order.action_quotation_sent)
        self.assertEqual(self.order.state, "draft")
        self._with(
            self.order, "sale.order", client_order_ref="PO 7"
        ).action_quotation_sent()
        self.assertEqual(
            (self.order.state, self.order.client_order_ref), ("sent", "PO 7")
        )

    def test_sent_by_the_mail_dialog(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        self._make_procedure("quotation_sent", requirements=[requirement])
        own = self.order.with_context(mark_so_as_sent=True)
        self._assert_refused(lambda: own.message_post(body="Here it is"))
        self.assertFalse(
            self.order.message_ids.filtered(lambda m: "Here it is" in m.body)
        )

    def test_confirmed(self):
        self._make_procedure(
            "order_confirmed",
            requirements=[
                {"model": "crm.lead", "field_name": "source_id"},
            ],
        )
        self._assert_refused(self.order.action_confirm)
        source = self.env["utm.source"].search([], limit=1)
        self._answer(self.order, source_id=source.id).action_confirm()
        self.assertEqual((self.order.state, self.lead.source_id), ("sale", source))

    def test_the_customer_is_never_refused(self):
        self._make_procedure(
            "order_confirmed",
            requirements=[
                {"model": "crm.lead", "field_name": "source_id"},
            ],
        )
        public = self.env.ref("base.public_user")
        self.order.with_user(public).sudo().action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self._get_findings(self.lead))


@tagged("post_install", "-at_install")
class TestActions(MomentCase):
    def _plan(self, lead):
        kind = self.env.ref("mail.mail_activity_data_todo")
        activity = lead.activity_schedule(
            activity_type_id=kind.id, automated=False, user_id=self.salesperson.id
        )
        activity.playbook_purpose_id = self.purpose
        return activity

    def test_done(self):
        self._make_procedure(
            "action_done",
            purpose_ids=[Command.set(self.purpose.ids)],
            requirements=[{"field_name": "date_deadline"}],
        )
        lead = self._make_lead()
        activity = self._plan(lead)
        self._assert_refused(activity.action_feedback)
        self.assertTrue(activity.active)
        self._answer(activity, date_deadline="2026-12-31").action_feedback()
        self.assertFalse(activity.active)
        self.assertEqual(str(lead.date_deadline), "2026-12-31")

    def test_of_another_purpose(self):
        other = self.env["playbook.purpose"].create({"name": "Other purpose"})
        self._make_procedure(
            "action_done",
            purpose_ids=[Command.set(other.ids)],
            requirements=[{"field_name": "date_deadline"}],
        )
        self._plan(self._make_lead()).action_feedback()

    def test_by_software(self):
        self._make_procedure(
            "action_done", requirements=[{"field_name": "date_deadline"}]
        )
        lead = self._make_lead()
        self._plan(lead).sudo().action_feedback()
        self.assertTrue(self._get_findings(lead))

    def test_an_outcome_that_moves_the_deal_meets_the_requirements(self):
        self._make_procedure()
        outcome = self.env["playbook.outcome"].create(
            {
                "name": "Wants an offer",
                "result": "positive",
                "stage_id": self.proposal.id,
            }
        )
        kind = self.env["mail.activity.type"].create(
            {
                "name": "Meet",
                "playbook_outcome_policy": "require",
                "playbook_outcome_ids": [Command.set(outcome.ids)],
            }
        )
        lead = self._make_lead()
        activity = lead.activity_schedule(
            activity_type_id=kind.id, automated=False, user_id=self.salesperson.id
        )
        self._assert_refused(lambda: activity.action_playbook_finish(outcome.id))
        answered = self._answer(activity, expected_revenue=4)
        answered.action_playbook_finish(outcome.id)
        self.assertEqual((lead.stage_id, activity.active), (self.proposal, False))
