from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import Form, tagged

from odoo.addons.base.models.ir_cron import IrCron

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


@tagged("post_install", "-at_install")
class TestInterestTogether(InterestCommon):
    """Orders and people write the same rows at the same time."""

    def test_bought_stays_bought(self):
        self._create_quotation(self.desk, self.chair).action_confirm()
        self._write_told()
        customer = self.customer.with_user(self.user_sales)
        customer.interest_category_ids = False
        customer.interest_category_ids = self.desks
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "declined"})

    def test_buying_again_locks_no_row(self):
        rows = self.env["playbook.interest"].create(
            {
                "partner_id": self.customer.id,
                "category_id": self.desks.id,
                "level": "bought",
            }
        )
        self._create_quotation().action_confirm()
        self._write_told()
        self.env.cr.execute(
            "SELECT DISTINCT xmax::text FROM playbook_interest WHERE id IN %s",
            [tuple(rows.ids)],
        )
        self.assertEqual(self.env.cr.fetchall(), [("0",)])

    def test_what_a_colleague_was_faster_with(self):
        Interest = type(self.env["playbook.interest"])
        with patch.object(Interest, "_record", side_effect=SerializationFailure):
            order = self._create_quotation()
            lost = self._create_lead(self._create_customer("Lost Ltd"))
            gone = self._create_quotation(
                partner=lost.partner_id, opportunity_id=lost.id
            )
        self.assertEqual(self._levels(), {})
        self.env["playbook.interest"]._record(tuple(gone.ids))
        with patch.object(Interest, "_record", side_effect=SerializationFailure):
            lost.action_set_lost()
            self._write_told()
        self.assertEqual(self._levels(lost.partner_id), {"Desks": "quoted"})
        with patch.object(IrCron, "_commit_progress", return_value=60) as progress:
            self.env["playbook.interest"]._cron_record(batch=1)
        self.assertGreaterEqual(progress.call_count, 4)
        self.assertEqual(order.state, "draft")
        self.assertEqual(self._levels(), {"Desks": "quoted"})
        self.assertEqual(self._levels(lost.partner_id), {"Desks": "declined"})

    def test_the_scheduled_action_leaves_what_somebody_noted(self):
        order = self._create_quotation()
        order.action_confirm()
        self._write_told()
        self.env.cr.execute(
            "UPDATE sale_order SET write_date = write_date - interval '1 hour';"
            "UPDATE sale_order_line SET write_date = write_date - interval '1 hour'"
        )
        self.env.invalidate_all()
        self.customer.interest_category_ids = False
        self._write_told()
        self.env["playbook.interest"]._record(tuple(order.ids))
        self.assertEqual(self._levels(), {"Desks": "declined"})

    def test_of_a_lead_of_who_is_erased(self):
        lead = self._create_lead(interest_category_ids=[(6, 0, self.desks.ids)])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET partner_id = %s WHERE id = %s",
            [self.customer.id, lead.id],
        )
        self.env.invalidate_all()
        rows = lead.interest_ids
        self.assertTrue(rows)
        self.customer._erase_person()
        self.assertFalse(rows.exists())

    def test_many_rows_of_leads_cost_no_query_each(self):
        def count(number):
            leads = self.env["crm.lead"]
            for each in range(number):
                customer = self._create_customer(f"Buys {number} {each}")
                leads |= self._create_lead(customer, user_id=self.user_sales.id)
            rows = [
                {"lead_id": lead.id, "category_id": self.desks.id} for lead in leads
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            Interest = self.env["playbook.interest"].with_user(self.user_sales)
            queries = self._count_queries(lambda: Interest.create(rows))
            return queries, leads

        leads = count(1)[1]
        self.assertEqual(leads.partner_id.interest_category_ids, self.desks)
        self.assertEqual(count(3)[0], count(30)[0])
