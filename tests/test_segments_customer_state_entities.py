from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import CrmPlaybookCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCustomerStateOfEntities(CrmPlaybookCommon):
    """Contacts, merges, own companies and colleagues."""

    def test_order_of_a_contact_counts_for_the_company_alone(self):
        company = self._create_customer()
        contact = self._create_contact(company)
        self._confirm(self._create_order(contact), "2026-03-01 10:00:00")
        self.assertState(company, "customer", "2026-03-01")
        self.assertState(contact, False)

    def test_contact_that_changes_company_takes_its_orders_along(self):
        first, second = self._create_customer("First"), self._create_customer("Second")
        contact = self._create_contact(first)
        self._confirm(self._create_order(contact), "2026-03-01 10:00:00")
        contact.parent_id = second
        self.assertState(first, False)
        self.assertState(second, "customer", "2026-03-01")
        contact.parent_id = False
        self.assertState(second, False)
        self.assertState(contact, "customer", "2026-03-01")

    def test_archived_contact_still_counts(self):
        company = self._create_customer()
        contact = self._create_contact(company, active=False)
        self._confirm(self._create_order(contact), "2026-03-01 10:00:00")
        self.assertState(company, "customer", "2026-03-01")

    def test_own_companies_and_internal_users_have_no_state(self):
        own = self.env.company.partner_id
        colleague = self.user_without_profile.partner_id
        self._create_lead(own)
        self._create_lead(colleague)
        self.assertState(own, False)
        self.assertState(colleague, False)

    def test_portal_user_may_be_a_customer(self):
        partner = self.user_portal.partner_id
        self._create_lead(partner)
        self.assertState(partner, "prospect")

    def test_customer_who_is_hired_loses_the_state(self):
        partner = self.user_portal.partner_id
        self._create_lead(partner)
        self.user_portal.group_ids = [Command.set([self.env.ref("base.group_user").id])]
        self.assertState(partner, False)

    def test_partner_that_becomes_a_company_of_ours_loses_the_state(self):
        partner = self._create_customer(is_prospect=True)
        self.env["res.company"].create({"name": "Ours", "partner_id": partner.id})
        self.assertState(partner, False)

    def test_merged_partner_gets_the_state_of_what_it_takes_over(self):
        kept = self._create_customer("Kept", email="info@example.com")
        gone = self._create_customer("Gone", email="info@example.com")
        self._confirm(self._create_order(gone), "2026-03-01 10:00:00")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept + gone).ids, kept)
        self.assertFalse(gone.exists())
        self.assertState(kept, "customer", "2026-03-01")

    def test_deleting_a_contact_takes_its_lead_from_the_company(self):
        company = self._create_customer()
        contact = self._create_contact(company)
        self._create_lead(contact)
        self.assertState(company, "prospect")
        contact.unlink()
        self.assertState(company, False)

    def test_merging_a_contact_into_another_companys_takes_its_orders_along(self):
        company, other = self._create_customer("First"), self._create_customer("Second")
        contact = self._create_contact(company)
        kept = self._create_contact(other)
        self._confirm(self._create_order(contact), "2026-03-01 10:00:00")
        self.assertState(company, "customer", "2026-03-01")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept + contact).ids, kept)
        self.assertState(other, "customer", "2026-03-01")
        self.assertState(company, False)

    def test_former_employee_may_become_a_customer(self):
        colleague = self.user_without_profile
        self._create_lead(colleague.partner_id)
        self.assertState(colleague.partner_id, False)
        colleague.active = False
        self.assertState(colleague.partner_id, "prospect")
