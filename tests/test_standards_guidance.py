"""What do I do now?"""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import PHONE, StandardsCase


@tagged("post_install", "-at_install")
class TestGuidance(StandardsCase):
    def _find(self, guidance, name="Standard"):
        return next(each for each in guidance["procedures"] if each["name"] == name)

    def test_before_the_next_stage(self):
        self._make_procedure(customer_gain="An offer that fits", example="20 chairs")
        lead = self._make_lead(stage_id=self.middle.id)
        guidance = lead.get_playbook_guidance()
        self.assertEqual(guidance["title"], "To go on to “Proposal”")
        self.assertEqual(guidance["missing"], ["Expected Revenue"])
        procedure = self._find(guidance)
        self.assertEqual(procedure["when"], "Before “Proposal”")
        self.assertIn("Do it well", procedure["instruction"])
        self.assertEqual(procedure["gain"], "An offer that fits")
        item = procedure["items"][0]
        self.assertEqual((item["met"], item["required"]), (False, True))
        self.assertEqual(item["reason"], "The forecast is made from it")
        lead.expected_revenue = 5
        self.assertFalse(lead.get_playbook_guidance()["missing"])

    def test_where_it_may_go(self):
        self._make_procedure()
        self.begin.next_stage_ids = self.proposal | self.won
        self.proposal.next_stage_ids = self.won
        guidance = self._make_lead().get_playbook_guidance()
        self.assertEqual(guidance["title"], "What do I do now?")
        self.assertEqual(self._find(guidance)["when"], "Before “Proposal”")

    def test_of_the_stage_itself(self):
        self.begin.requirements = "Find out who decides"
        guidance = self._make_lead().get_playbook_guidance()
        self.assertEqual(guidance["stage"]["text"], "Find out who decides")
        self.assertFalse(guidance["procedures"])

    def test_of_my_profile_alone(self):
        marketing = self.env.ref("crm_playbook.profile_marketing")
        self._make_procedure(profile_ids=[Command.set(marketing.ids)])
        lead = self._make_lead(stage_id=self.middle.id)
        self.assertFalse(lead.get_playbook_guidance())

    def test_won_and_lost(self):
        self._make_procedure(
            "lost",
            name="Lost",
            state="warn",
            requirements=[{"field_name": "lost_reason_id"}],
        )
        self._make_procedure("won", name="Won", state="warn")
        lead = self._make_lead()
        lead.action_set_lost()
        self.assertEqual(
            self._find(lead.get_playbook_guidance(), "Lost")["when"], "Lost"
        )
        lead.action_restore()
        lead.action_set_won()
        self.assertEqual(self._find(lead.get_playbook_guidance(), "Won")["when"], "Won")

    def test_of_a_customer(self):
        self._make_procedure("customer", requirements=[PHONE])
        partner = self.customer.with_user(self.salesperson)
        self.assertFalse(partner.get_playbook_guidance())
        self.customer.phone = "+34 600 123 456"
        self.customer.is_prospect = True
        guidance = partner.get_playbook_guidance()
        self.assertTrue(self._find(guidance)["items"][0]["met"])

    def test_who_reads_the_record(self):
        lead = self._make_lead()
        with self.assertRaises(AccessError):
            lead.with_user(self.colleague).get_playbook_guidance()

    def test_in_my_role(self):
        procedure = self._make_procedure(state="observe")
        sales = self.env.ref("crm_playbook.profile_sales").with_user(self.salesperson)
        self.assertNotIn("Standard", sales.expectations)
        procedure.state = "warn"
        sales.invalidate_recordset()
        self.assertIn("Stage entered · Proposal: Expected Revenue", sales.expectations)
        marketing = self.env.ref("crm_playbook.profile_marketing")
        procedure.profile_ids = marketing
        sales.invalidate_recordset()
        self.assertNotIn("Standard", sales.expectations)
