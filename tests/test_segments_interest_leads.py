from odoo.tests import Form, tagged

from .interest_common import InterestCommon


@tagged("post_install", "-at_install")
class TestInterestOfLeads(InterestCommon):
    """What is entered on a lead is one more, and its customer's stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_quotation().action_confirm()
        cls._write_told()

    def test_made_for_a_customer(self):
        values = {"partner_id": self.customer.id, "user_id": self.user_sales.id}
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        leads = Lead.create(
            [
                {**values, "name": category.name, "interest_category_ids": asked}
                for category in (self.chairs, self.furniture)
                for asked in [[(6, 0, category.ids)]]
            ]
        )
        expected = {"Desks": "bought", "Chairs": "asked", "Furniture": "asked"}
        self.assertEqual(self._levels(), expected)
        self.assertEqual(len(leads[0].interest_category_ids), 3)
        leads[0].interest_category_ids -= self.chairs
        self.assertEqual(self._levels(), {"Desks": "bought", "Furniture": "asked"})

    def test_entered_before_the_customer_is_chosen(self):
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        with Form(Lead.with_context(default_type="opportunity")) as form:
            form.name = "Chairs"
            form.interest_category_ids.add(self.chairs)
            form.partner_id = self.customer
            self.assertEqual(
                set(form.interest_category_ids.ids), {self.desks.id, self.chairs.id}
            )
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "asked"})

    def test_given_to_another_customer(self):
        other = self._create_customer("Other Ltd")
        lead = self._create_lead(other, user_id=self.user_sales.id)
        other.interest_category_ids = self.furniture
        with Form(lead.with_user(self.user_sales)) as form:
            form.interest_category_ids.add(self.chairs)
            form.partner_id = self.customer
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "asked"})
        self.assertEqual(self._levels(other), {"Furniture": "asked"})
        lead.write(
            {"partner_id": other.id, "interest_category_ids": [(6, 0, self.desks.ids)]}
        )
        self.assertEqual(self._levels(other), {"Furniture": "asked", "Desks": "asked"})
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "asked"})
