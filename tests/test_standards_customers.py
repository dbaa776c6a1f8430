"""The moments of customers and their contacts."""

from odoo.tests import tagged

from odoo.addons.crm_playbook.models.standards.channel import IMPORT, mark

from .standards_common import PHONE, MomentCase


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
        self._assert_refused(
            lambda: self._with(self.Partner, "res.partner", phone="0000").create(vals)
        )
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
        result = mark(self.Partner, IMPORT).load(names, rows)
        self._commit()
        partner = self.env["res.partner"].browse(result["ids"])
        self.assertTrue(self._get_findings(partner))
        procedure.on_import = "refuse"
        self.assertFalse(mark(self.Partner, IMPORT).load(names, rows)["ids"])

    def test_erasing_a_person_asks_for_nothing(self):
        partner = self.Partner.create(
            {"name": "Ann", "is_prospect": True, "phone": "+34 600 123 456"}
        )
        lead = self._make_lead(partner_id=partner.id)
        self._make_procedure("customer", requirements=[PHONE])
        self._make_procedure()
        lead.sudo().team_id = self.team
        own = self._answer(lead.with_user(self.leader), reason="Ann insists")
        own.stage_id = self.proposal
        stay = self._get_stay(lead)
        self.assertEqual(stay.reason, "Ann insists")
        partner.with_env(self.env)._erase_person()
        self.assertFalse(partner.phone)
        self.assertFalse(stay.reason)
        self.assertEqual(stay.lacking, "Expected Revenue")
