from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .interest_common import InterestCommon


@tagged("post_install", "-at_install")
class TestInterestFromOrders(InterestCommon):
    def test_quoted_and_bought(self):
        order = self._create_quotation(self.desk, self.chair)
        self.assertEqual(self._levels(), {"Desks": "quoted", "Chairs": "quoted"})
        order.action_confirm()
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "bought"})
        rows = self.env["playbook.interest"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(set(rows.mapped("learned")), {"order"})
        self.assertEqual(rows.product_id, self.desk | self.chair)
        self.assertEqual(rows.company_id, self.env.company)

    def test_a_contact_stands_for_its_company(self):
        self._create_quotation(partner=self._create_contact(self.customer))
        self.assertEqual(self._levels(), {"Desks": "quoted"})

    def test_sections_and_notes_and_payments_tell_nothing(self):
        self._create_quotation(
            order_line=[
                Command.create({"display_type": "line_section", "name": "Desks"}),
                Command.create({"display_type": "line_note", "name": "Desks"}),
                Command.create({"product_id": self.desk.id, "is_downpayment": True}),
            ]
        )
        self.assertEqual(self._levels(), {})

    def test_lines_changed_later(self):
        order = self._create_quotation()
        order.order_line = [Command.create({"product_id": self.chair.id})]
        self.assertEqual(self._levels(), {"Desks": "quoted", "Chairs": "quoted"})
        other = self._create_quotation(partner=self._create_customer("Other Ltd"))
        other.order_line.product_id = self.chair
        self.assertEqual(self._levels(other.partner_id), {"Chairs": "quoted"})
        other.order_line.unlink()
        self.assertEqual(self._levels(other.partner_id), {})

    def test_deleted_and_given_to_another(self):
        """What was noted before is as it was; what is an order stays."""
        self.customer.interest_category_ids = self.desks
        orders = self._create_quotation(self.desk, self.chair)
        orders |= self._create_quotation(self.chair)
        self.assertEqual(self._levels(), {"Desks": "quoted", "Chairs": "quoted"})
        orders[0].unlink()
        self.assertEqual(self._levels(), {"Desks": "asked", "Chairs": "quoted"})
        other = self._create_customer("Other Ltd")
        orders[1].partner_id = other
        self.assertEqual(self._levels(), {"Desks": "asked"})
        self.assertEqual(self._levels(other), {"Chairs": "quoted"})

    def test_a_visitor_of_a_website_is_nobody(self):
        visitor = self.user_public.partner_id
        self._create_quotation(partner=visitor)
        self.assertEqual(self._levels(visitor), {})

    def test_the_level_only_goes_up(self):
        self._create_quotation().action_confirm()
        order = self._create_quotation()
        self.assertEqual(self._levels(), {"Desks": "bought"})
        order.action_cancel()
        self.assertEqual(self._levels(), {"Desks": "bought"})

    def test_cancelled_is_declined_and_quoted_again(self):
        order = self._create_quotation()
        order._action_cancel()
        self.assertEqual(self._levels(), {"Desks": "declined"})
        order.action_draft()
        self.assertEqual(self._levels(), {"Desks": "quoted"})
        order._action_cancel()
        self._create_quotation()
        self.assertEqual(self._levels(), {"Desks": "quoted"})

    def test_declined_only_when_the_last_one_is_gone(self):
        orders = self._create_quotation() | self._create_quotation(
            self.desk, self.chair
        )
        orders[1]._action_cancel()
        self.assertEqual(self._levels(), {"Desks": "quoted", "Chairs": "declined"})
        orders[0]._action_cancel()
        self.assertEqual(self._levels(), {"Desks": "declined", "Chairs": "declined"})

    def test_what_was_asked_is_not_declined_by_a_quotation_that_is_gone(self):
        """It was quoted, then declined; what was only asked for stays."""
        self.customer.interest_category_ids = self.chairs
        order = self._create_quotation()
        order._action_cancel()
        self.assertEqual(self._levels(), {"Desks": "declined", "Chairs": "asked"})

    def test_lost(self):
        lead = self._create_lead(self.customer)
        self._create_quotation(opportunity_id=lead.id)
        self._create_quotation(self.chair)
        lead.action_set_lost()
        self.assertEqual(self._levels(), {"Desks": "declined", "Chairs": "quoted"})
        # What is done to a quotation of a lost deal says nothing.
        lead.order_ids.order_line.product_id = self.chair
        self.assertEqual(self._levels(), {"Desks": "declined", "Chairs": "quoted"})

    def test_lost_and_restored(self):
        lead = self._create_lead(self.customer)
        self._create_quotation(opportunity_id=lead.id)
        lead.action_set_lost()
        self.assertEqual(self._levels(), {"Desks": "declined"})
        lead.action_unarchive()
        self.assertEqual(self._levels(), {"Desks": "quoted"})

    def test_declined_by_hand(self):
        """What stood then says nothing against it; a later quotation, or an order."""
        order = self._create_quotation()
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = '2020-01-01' WHERE id = %s",
            [order.id],
        )
        self.customer.interest_category_ids = False
        self.assertEqual(self._levels(), {"Desks": "declined"})
        order.order_line = [Command.create({"product_id": self.chair.id})]
        self.assertEqual(self._levels(), {"Desks": "declined", "Chairs": "quoted"})
        order.action_confirm()
        self.assertEqual(self._levels()["Desks"], "bought")
        self.customer.interest_category_ids = False
        self.assertEqual(set(self._levels().values()), {"declined"})
        self._create_quotation()
        self.assertEqual(self._levels()["Desks"], "quoted")

    def test_since_is_the_day_of_the_company(self):
        self.env.company.resource_calendar_id.tz = "Asia/Tokyo"
        with freeze_time("2026-03-10 20:00:00"):
            order = self._create_quotation()
            row = self.env["playbook.interest"].search(
                [("partner_id", "=", self.customer.id)]
            )
            self.assertEqual(row.date, fields.Date.to_date("2026-03-11"))
        with freeze_time("2026-04-01 20:00:00"):
            order._action_cancel()
            self._write_told()
            self.assertEqual(row.date, fields.Date.to_date("2026-04-02"))

    def test_two_companies(self):
        self._create_quotation()
        self._create_quotation(self.chair, company_id=self.company_other.id)
        for company, name in (
            (self.env.company, "Desks"),
            (self.company_other, "Chairs"),
        ):
            rows = self.env["playbook.interest"].search(
                [
                    ("partner_id", "=", self.customer.id),
                    ("company_id", "=", company.id),
                ]
            )
            self.assertEqual(rows.category_id.name, name)
        seen = self.customer.with_user(self.user_sales)
        self.assertEqual(seen.interest_category_ids, self.desks)
        seen = self.customer.with_user(self.user_other_company)
        self.assertEqual(seen.interest_category_ids, self.chairs)
        found = seen.search([("interest_category_ids", "=", self.desks.id)])
        self.assertFalse(found)

    def test_one_statement_however_many_lines(self):
        counts = []
        for number in (3, 30):
            self._create_quotation(*[self.desk] * 2)
            with self._recorded_queries() as queries:
                order = self._create_quotation(*[self.desk] * number)
                order.action_confirm()
                self._write_told()
            counts.append(
                len([query for query in queries if "playbook_interest" in query])
            )
        self.assertEqual(*counts)

    def test_orders_from_before(self):
        order = self._create_quotation()
        order.action_confirm()
        order.date_order = "2020-05-04 12:00:00"
        self._create_quotation(self.chair)
        gone = self._create_quotation(partner=self._create_customer("Gone"))
        gone._action_cancel()
        self._write_told()
        Interest = self.env["playbook.interest"]
        Interest.search([]).unlink()
        Interest._record()
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "quoted"})
        self.assertEqual(self._levels(gone.partner_id), {})
        row = Interest.search([("category_id", "=", self.desks.id)])
        self.assertEqual(row.date, fields.Date.to_date("2020-05-04"))

    def test_who_may_not_see_interest_sells_all_the_same(self):
        order = self.env["sale.order"].with_user(self.user_salesperson)
        order = order.create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.desk.id})],
            }
        )
        order.action_confirm()
        self.assertEqual(self._levels(), {"Desks": "bought"})
