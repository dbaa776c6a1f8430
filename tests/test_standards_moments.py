"""What is required of leads and opportunities, in all its kinds."""

from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import PHONE, MomentCase


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
        payload = self._assert_refused(
            lambda: lead.write({"stage_id": self.proposal.id})
        )
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
        payload = self._assert_refused(
            lambda: lead.write({"stage_id": self.proposal.id})
        )
        self.assertEqual(payload["points"][0]["text"], "Worth at least 100")
        lead.write({"stage_id": self.proposal.id, "expected_revenue": 100})

    def test_an_honest_zero(self):
        self._make_procedure(
            requirements=[
                {"field_name": "expected_revenue", "zero_counts": True},
                {
                    "field_name": "is_automated_probability",
                    "kind": "condition",
                    "name": "Any",
                    "condition": "[('id', '!=', False)]",
                },
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
        payload = self._assert_refused(
            lambda: lead.write({"stage_id": self.proposal.id})
        )
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
        payload = self._assert_refused(
            lambda: lead.write({"stage_id": self.proposal.id})
        )
        self.assertEqual(
            payload["points"][0]["action"]["res_model"], "mail.activity.schedule"
        )
        lead.activity_schedule("mail.mail_activity_data_todo")
        lead.stage_id = self.proposal
        # What is just being created has none yet: it is a point to fix.
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        new = Lead.create(
            {
                "name": "N",
                "team_id": self.team.id,
                "stage_id": self.proposal.id,
                "type": "opportunity",
            }
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
