from odoo.tests import Form, tagged, users

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestFromCustomerToLead(SegmentationCommon):
    """When a customer is chosen, the lead gets what it lacks; never the source."""

    @users("playbook_sales")
    def test_created_with_a_customer(self):
        customer = self._create_customer(**self.one)
        lead = self.env["crm.lead"].create({"name": "Desks", "partner_id": customer.id})
        self.assertSegments(lead, self._without_source(self.one))

    @users("playbook_sales")
    def test_chosen_later(self):
        customer = self._create_customer(**self.one)
        lead = self.env["crm.lead"].create({"name": "Desks"})
        self.assertSegments(lead, {})
        lead.partner_id = customer
        self.assertSegments(lead, self._without_source(self.one))

    @users("playbook_sales")
    def test_chosen_in_the_form(self):
        customer = self._create_customer(**self.one)
        Lead = self.env["crm.lead"].with_context(default_type="opportunity")
        with Form(Lead) as form:
            form.name = "Desks"
            form.territory_id = self.env["playbook.territory"].browse(
                self.two["territory_id"]
            )
            form.partner_id = customer
            self.assertEqual(form.industry_id.id, self.one["industry_id"])
        expected = self._without_source(self.one)
        expected["territory_id"] = self.two["territory_id"]
        self.assertSegments(form.record, expected)

    def test_a_contact_stands_for_its_company(self):
        """Also where the contact's own values were written past the ORM."""
        company = self._create_customer(**self.one)
        contact = self._create_contact(company)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET territory_id = %s WHERE id = %s",
            [self.two["territory_id"], contact.id],
        )
        contact.invalidate_recordset()
        lead = self._create_lead(contact)
        self.assertSegments(lead, self._without_source(self.one))

    def test_only_into_empty_fields(self):
        customer = self._create_customer(**self.one)
        given = {"territory_id": self.two["territory_id"]}
        expected = {**self._without_source(self.one), **given}
        self.assertSegments(self._create_lead(customer, **given), expected)
        lead = self._create_lead(**given)
        lead.partner_id = customer
        self.assertSegments(lead, expected)

    def test_changing_the_customer_keeps_what_is_filled(self):
        lead = self._create_lead(self._create_customer(**self.one), **self.two)
        lead.territory_id = False
        lead.partner_id = self._create_customer("Other Ltd", **self.one)
        self.assertSegments(
            lead, {**self.two, "territory_id": self.one["territory_id"]}
        )
        lead.partner_id = False
        self.assertSegments(
            lead, {**self.two, "territory_id": self.one["territory_id"]}
        )

    def test_what_is_emptied_by_hand_stays_empty(self):
        lead = self._create_lead(self._create_customer(**self.one))
        lead.territory_id = False
        lead.description = "Called again"
        self.assertFalse(lead.territory_id)

    def test_emptied_and_chosen_in_one_go_stays_as_written(self):
        lead = self._create_lead()
        lead.write(
            {
                "partner_id": self._create_customer(**self.one).id,
                "territory_id": False,
            }
        )
        expected = self._without_source(self.one)
        del expected["territory_id"]
        self.assertSegments(lead, expected)

    def test_one_written_along_with_the_customer_leaves_the_others_to_it(self):
        given = {"territory_id": self.two["territory_id"]}
        lead = self._create_lead()
        lead.write({"partner_id": self._create_customer(**self.one).id, **given})
        self.assertSegments(lead, {**self._without_source(self.one), **given})

    def test_a_later_change_of_the_customer_leaves_its_leads_alone(self):
        customer = self._create_customer()
        lead = self._create_lead(customer)
        customer.write(self.one)
        self.assertSegments(lead, {})

    def test_many_at_once_get_their_own_customers_values(self):
        customers = self._create_customer(**self.one) | self._create_customer(
            "Other Ltd", **self.two
        )
        leads = self.env["crm.lead"].create(
            [{"name": "Desk", "partner_id": customer.id} for customer in customers]
        )
        self.assertSegments(leads[0], self._without_source(self.one))
        self.assertSegments(leads[1], self._without_source(self.two))


@tagged("post_install", "-at_install")
class TestFromLeadToCustomer(SegmentationCommon):
    """When a lead is converted, its customer gets what it lacks; the source too."""

    def _convert(self, lead, **values):
        wizard = (
            self.env["crm.lead2opportunity.partner"]
            .with_user(self.user_sales)
            .with_context(
                active_model="crm.lead", active_id=lead.id, active_ids=lead.ids
            )
            .create({"user_id": self.user_sales.id, "name": "convert", **values})
        )
        wizard.action_apply()
        self.assertEqual(lead.type, "opportunity")
        return lead.partner_id

    def test_the_customer_created_carries_them(self):
        lead = self._create_raw_lead(partner_name="New Ltd", **self.one)
        customer = self._convert(lead, action="create")
        self.assertEqual(customer.name, "New Ltd")
        self.assertSegments(customer, self.one)

    def test_the_contact_created_has_them_of_its_new_company(self):
        lead = self._create_raw_lead(
            partner_name="New Ltd", contact_name="Ann", **self.one
        )
        contact = self._convert(lead, action="create")
        self.assertEqual(contact.parent_id.name, "New Ltd")
        self.assertSegments(contact.parent_id, self.one)
        self.assertSegments(contact, self.one)

    def test_the_contact_created_in_a_known_company_fills_that(self):
        company = self._create_customer(territory_id=self.two["territory_id"])
        lead = self._create_raw_lead(contact_name="Ann", **self.one)
        contact = lead.with_user(self.user_sales)._create_customer(with_parent=company)
        expected = {**self.one, "territory_id": self.two["territory_id"]}
        self.assertSegments(company, expected)
        self.assertSegments(contact, expected)

    def test_an_existing_customer_gets_only_what_it_lacks(self):
        customer = self._create_customer(source_id=self.two["source_id"])
        lead = self._create_raw_lead(**self.one)
        self._convert(lead, action="exist", partner_id=customer.id)
        expected = {**self.one, "source_id": self.two["source_id"]}
        self.assertSegments(customer, expected)

    def test_the_company_of_an_existing_contact_is_filled(self):
        company = self._create_customer()
        lead = self._create_raw_lead(**self.one)
        self._convert(lead, action="exist", partner_id=self._create_contact(company).id)
        self.assertSegments(company, self.one)

    def test_the_source_is_that_of_the_first_lead(self):
        customer = self._create_customer()
        for options in (self.one, self.two):
            lead = self._create_raw_lead(
                partner_id=customer.id, source_id=options["source_id"]
            )
            self._convert(lead, action="exist", partner_id=customer.id)
            self.assertEqual(lead.source_id.id, options["source_id"])
        self.assertEqual(customer.source_id.id, self.one["source_id"])

    def test_two_leads_of_one_customer_converted_at_once(self):
        customer = self._create_customer()
        leads = self._create_raw_lead(partner_id=customer.id, **self.one)
        leads |= self._create_raw_lead(partner_id=customer.id, **self.two)
        leads.with_user(self.user_sales).write({"type": "opportunity"})
        self.assertSegments(customer, self.one)

    def test_converted_without_a_customer(self):
        lead = self._create_raw_lead(**self.one)
        self._convert(lead, action="exist", partner_id=False)
        self.assertFalse(lead.partner_id)

    def test_moving_stages_copies_nothing_where_leads_are_used(self):
        customer = self._create_customer()
        lead = self._create_raw_lead(partner_id=customer.id, **self.one)
        lead.with_user(self.user_sales).stage_id = self.second
        self.assertSegments(customer, {})

    def test_turning_an_opportunity_into_a_lead_copies_nothing(self):
        customer = self._create_customer()
        lead = self._create_lead(customer, user_id=self.user_sales.id, **self.one)
        lead.with_user(self.user_sales).write({"type": "lead"})
        self.assertSegments(customer, {})


@tagged("post_install", "-at_install")
class TestFromLeadToCustomerWithoutLeads(SegmentationCommon):
    """Where nobody uses leads, leaving the first stage is what converting is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch_leads(on=False)
        cls.customer = cls._create_customer()
        cls.lead = cls._create_raw_lead(
            type="opportunity", partner_id=cls.customer.id, **cls.one
        )

    def test_leaving_the_first_stage_fills_the_customer(self):
        self.lead.with_user(self.user_sales).stage_id = self.second
        self.assertSegments(self.customer, self.one)

    def test_staying_in_the_first_stage_copies_nothing(self):
        lead = self.lead.with_user(self.user_sales)
        lead.stage_id = self.first
        lead.write({"stage_id": self.first.id, "priority": "2"})
        self.assertSegments(self.customer, {})

    def test_winning_from_the_first_stage_fills_the_customer(self):
        self.lead.with_user(self.user_sales).action_set_won()
        self.assertSegments(self.customer, self.one)

    def test_given_away_in_the_same_write(self):
        """Who may not read the lead any more has still moved it."""
        self.env.invalidate_all()
        self.lead.with_user(self.user_sales).write(
            {"stage_id": self.second.id, "user_id": self.user_other_team.id}
        )
        self.assertSegments(self.customer, self.one)

    def test_a_customer_chosen_with_the_move(self):
        other = self._create_customer("Other Ltd")
        self.lead.with_user(self.user_sales).write(
            {"stage_id": self.second.id, "partner_id": other.id}
        )
        self.assertSegments(other, self.one)
        self.assertSegments(self.customer, {})
