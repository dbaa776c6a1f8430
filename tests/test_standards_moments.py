"""The moments that are no stages: customers, contacts, leads, quotations, actions."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .standards_common import StandardsCase

PHONE = {"model": "res.partner", "field_name": "phone", "reason": "To call"}


class MomentCase(StandardsCase):
    def _assert_refused(self, act):
        with self.assertRaises(PlaybookGateError) as caught, self.cr.savepoint():
            act()
        self.env.invalidate_all()
        return caught.exception.context["playbook"]

    def _with(self, records, model, **values):
        answers = {"values": {model: values}, "reason": False}
        return records.with_context(playbook_answers=answers)

    def _commit(self):
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestCustomers(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"].with_user(cls.salesperson)

    def test_new_customer_by_hand(self):
        self._make_procedure("customer", requirements=[PHONE])
        vals = {"name": "New", "is_company": True, "is_prospect": True}
        payload = self._assert_refused(lambda: self.Partner.create(vals))
        self.assertEqual(payload["documents"][0]["model"], "res.partner")
        self.assertFalse(payload["documents"][0]["id"])
        self._assert_refused(lambda: self._with(self.Partner, "res.partner", phone="0000").create(vals))
        partner = self._with(self.Partner, "res.partner", phone="+34 600 123 456")
        self.assertEqual(partner.create(vals).phone, "+34 600 123 456")

    def test_who_is_no_customer_is_left_alone(self):
        self._make_procedure("customer", requirements=[PHONE])
        partner = self.Partner.create({"name": "Supplier", "is_company": True})
        self._commit()
        self.assertFalse(self._get_findings(partner))
        payload = self._assert_refused(lambda: partner.write({"is_prospect": True}))
        self.assertEqual(payload["put_back"], ["is_prospect"])
        self.assertEqual(payload["documents"][0]["id"], partner.id)

    def test_customer_by_a_lead(self):
        """Nobody is refused a lead because of what is not known of the customer."""
        procedure = self._make_procedure("customer", requirements=[PHONE])
        partner = self.Partner.create({"name": "Asks", "is_company": True})
        lead = self.env["crm.lead"].with_user(self.salesperson)
        lead.create({"name": "Question", "partner_id": partner.id})
        self._commit()
        finding = self._get_findings(partner)
        self.assertEqual(finding.procedure_id, procedure)
        self.assertEqual(finding.user_id, self.salesperson)
        partner.phone = "+34 600 123 456"
        self.env["playbook.day"].with_user(self.salesperson).get_my_day()
        self.assertFalse(self._get_findings(partner))

    def test_companies_and_people(self):
        for kind, company in (("companies", True), ("people", False)):
            with self.subTest(kind=kind):
                procedure = self._make_procedure(
                    "customer", requirements=[PHONE], customer_kind=kind
                )
                vals = {"name": "New", "is_prospect": True}
                self.Partner.create({**vals, "is_company": not company})
                self._assert_refused(
                    lambda vals=vals, company=company: self.Partner.create(
                        {**vals, "is_company": company}
                    )
                )
                procedure.state = "retired"

    def test_contact_of_a_customer(self):
        self.customer.is_prospect = True
        function = {"model": "res.partner", "field_name": "function"}
        self._make_procedure("contact", requirements=[function])
        vals = {"name": "Ann", "parent_id": self.customer.id}
        self._assert_refused(lambda: self.Partner.create(vals))
        self.Partner.create({**vals, "function": "Buyer"})
        self.Partner.create({**vals, "type": "delivery"})
        self.Partner.create({"name": "Of nobody"})

    def test_what_is_required_is_not_emptied(self):
        partner = self.Partner.create(
            {"name": "Known", "is_prospect": True, "phone": "+34 600 123 456"}
        )
        poor = self.Partner.create({"name": "Poor", "is_prospect": True})
        self.env.flush_all()
        self._make_procedure("customer", requirements=[PHONE])
        self._assert_refused(lambda: partner.write({"phone": False}))
        self._assert_refused(lambda: partner.write({"phone": "n/a"}))
        partner.phone = "+34 600 999 999"
        # What was missing before traps nobody.
        poor.write({"phone": False, "name": "Still poor"})

    def test_import(self):
        procedure = self._make_procedure("customer", requirements=[PHONE])
        rows, names = [["Imported", "1"]], ["name", "is_prospect"]
        result = self.Partner.load(names, rows)
        self._commit()
        partner = self.env["res.partner"].browse(result["ids"])
        self.assertTrue(self._get_findings(partner))
        procedure.on_import = "refuse"
        self.assertFalse(self.Partner.load(names, rows)["ids"])


@tagged("post_install", "-at_install")
class TestLeads(MomentCase):
    def test_received(self):
        self._make_procedure("lead", requirements=[{"field_name": "email_from"}])
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        for kind in ("lead", "opportunity"):
            vals = {"name": "Came", "type": kind}
            self._assert_refused(lambda vals=vals: Lead.create(vals))
            self._assert_refused(
                lambda vals=vals: Lead.create({**vals, "email_from": "nobody"})
            )
            Lead.create({**vals, "email_from": "ann@example.com"})

    def test_left(self):
        self._make_procedure("stage_left", stage_ids=[Command.set(self.begin.ids)])
        lead = self._make_lead()
        self._assert_refused(lambda: lead.write({"stage_id": self.middle.id}))
        # Lost, nothing more is asked of it.
        lead.action_set_lost()
        other = self._make_lead(stage_id=self.middle.id)
        other.stage_id = self.begin
        self._assert_refused(lambda: other.write({"stage_id": self.final.id}))

    def test_of_the_customer(self):
        """What is known of the customer is asked for, and first who that is."""
        self._make_procedure(requirements=[PHONE])
        lead = self._make_lead(partner_id=False)
        payload = self._assert_refused(lambda: lead.write({"stage_id": self.proposal.id}))
        self.assertEqual(payload["documents"][0]["fields"][0]["name"], "partner_id")
        answered = self._answer(lead, partner_id=self.customer.id)
        payload = self._assert_refused(
            lambda: answered.write({"stage_id": self.proposal.id})
        )
        self.assertEqual(payload["documents"][0]["model"], "res.partner")
        both = {
            "values": {
                "crm.lead": {"partner_id": self.customer.id},
                "res.partner": {"phone": "+34 600 123 456"},
            }
        }
        lead.with_context(playbook_answers=both).stage_id = self.proposal
        self.assertEqual(lead.partner_id.phone, "+34 600 123 456")

    def test_only_if(self):
        self._make_procedure(
            requirements=[
                {
                    "field_name": "date_deadline",
                    "only_if": "[('expected_revenue', '>', 1000)]",
                }
            ]
        )
        small = self._make_lead(expected_revenue=10)
        small.stage_id = self.proposal
        big = self._make_lead(expected_revenue=5000)
        self._assert_refused(lambda: big.write({"stage_id": self.proposal.id}))

    def test_only_some_records(self):
        self._make_procedure(domain="[('priority', '=', '3')]")
        self._make_lead().stage_id = self.proposal
        urgent = self._make_lead(priority="3")
        self._assert_refused(lambda: urgent.write({"stage_id": self.proposal.id}))

    def test_only_some_profiles(self):
        profile = self.env.ref("crm_playbook.profile_marketing")
        self._make_procedure(profile_ids=[Command.set(profile.ids)])
        self._make_lead().stage_id = self.proposal

    def test_a_condition(self):
        self._make_procedure(
            requirements=[
                {
                    "kind": "condition",
                    "name": "Worth at least 100",
                    "condition": "[('expected_revenue', '>=', 100)]",
                }
            ]
        )
        lead = self._make_lead(expected_revenue=10)
        payload = self._assert_refused(lambda: lead.write({"stage_id": self.proposal.id}))
        self.assertEqual(payload["points"][0]["text"], "Worth at least 100")
        lead.write({"stage_id": self.proposal.id, "expected_revenue": 100})

    def test_an_honest_zero(self):
        self._make_procedure(
            requirements=[
                {"field_name": "expected_revenue", "zero_counts": True},
                {"field_name": "is_automated_probability", "kind": "condition",
                 "name": "Any", "condition": "[('id', '!=', False)]"},
            ]
        )
        self._make_lead().stage_id = self.proposal

    def test_an_action(self):
        self._make_procedure(
            requirements=[
                {"kind": "action", "purpose_id": self.purpose.id, "in_stage": True}
            ]
        )
        lead = self._make_lead()
        payload = self._assert_refused(lambda: lead.write({"stage_id": self.proposal.id}))
        self.assertEqual(payload["points"][0]["text"], "Action done: Look around")
        action = payload["points"][0]["action"]
        self.assertEqual(action["res_model"], "playbook.action.log")
        self._do(lead)
        lead.stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)

    def _do(self, lead):
        kind = self.env.ref("mail.mail_activity_data_todo")
        activity = lead.activity_schedule(
            activity_type_id=kind.id, automated=False, summary="Look around"
        )
        activity.playbook_purpose_id = self.purpose
        activity.action_feedback("Seen")

    def test_a_next_step(self):
        self._make_procedure(requirements=[{"kind": "next_step"}])
        lead = self._make_lead()
        payload = self._assert_refused(lambda: lead.write({"stage_id": self.proposal.id}))
        self.assertEqual(
            payload["points"][0]["action"]["res_model"], "mail.activity.schedule"
        )
        lead.activity_schedule("mail.mail_activity_data_todo")
        lead.stage_id = self.proposal
        # What is just being created has none yet: it is a point to fix.
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        new = Lead.create(
            {"name": "N", "team_id": self.team.id, "stage_id": self.proposal.id,
             "type": "opportunity"}
        )
        self.assertTrue(self._get_findings(new))

    def test_what_is_required_is_not_emptied(self):
        self._make_procedure()
        lead = self._make_lead(expected_revenue=5)
        lead.stage_id = self.proposal
        payload = self._assert_refused(lambda: lead.write({"expected_revenue": 0}))
        self.assertEqual(payload["put_back"], ["expected_revenue"])
        lead.expected_revenue = 6
        lead.stage_id = self.begin
        lead.expected_revenue = 0

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._make_procedure(company_id=other.id)
        lead = self._make_lead()
        lead.stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)


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
        self._with(self.order, "sale.order", client_order_ref="PO 7").action_quotation_sent()
        self.assertEqual((self.order.state, self.order.client_order_ref), ("sent", "PO 7"))

    def test_sent_by_the_mail_dialog(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        self._make_procedure("quotation_sent", requirements=[requirement])
        own = self.order.with_context(mark_so_as_sent=True)
        self._assert_refused(lambda: own.message_post(body="Here it is"))
        self.assertFalse(self.order.message_ids.filtered(lambda m: "Here it is" in m.body))

    def test_confirmed(self):
        self._make_procedure("order_confirmed", requirements=[
            {"model": "crm.lead", "field_name": "source_id"},
        ])
        self._assert_refused(self.order.action_confirm)
        source = self.env["utm.source"].search([], limit=1)
        self._answer(self.order, source_id=source.id).action_confirm()
        self.assertEqual((self.order.state, self.lead.source_id), ("sale", source))

    def test_the_customer_is_never_refused(self):
        self._make_procedure("order_confirmed", requirements=[
            {"model": "crm.lead", "field_name": "source_id"},
        ])
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
            {"name": "Wants an offer", "result": "positive", "stage_id": self.proposal.id}
        )
        kind = self.env["mail.activity.type"].create(
            {"name": "Meet", "playbook_outcome_policy": "require", "playbook_outcome_ids": [Command.set(outcome.ids)]}
        )
        lead = self._make_lead()
        activity = lead.activity_schedule(
            activity_type_id=kind.id, automated=False, user_id=self.salesperson.id
        )
        self._assert_refused(lambda: activity.action_playbook_finish(outcome.id))
        answered = self._answer(activity, expected_revenue=4)
        answered.action_playbook_finish(outcome.id)
        self.assertEqual((lead.stage_id, activity.active), (self.proposal, False))
