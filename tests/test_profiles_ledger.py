"""Who reads orders and invoices of customers reads nothing else of the ledger."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .profiles_common import ProfilesCommon
from .views_common import specification


@tagged("post_install", "-at_install")
class TestLedger(ProfilesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.order = cls._confirm(cls._create_order(cls.customer))
        cls.order.order_line.qty_delivered = 1
        cls.invoice = cls.order._create_invoices()
        cls.invoice.action_post()
        cls.readers = cls.user_customer_service | cls.user_sales_management

    def test_orders_open_and_invoices_are_listed(self):
        for user in self.readers:
            with self.subTest(user.login):
                self.env.invalidate_all()
                order = self.order.with_user(user)
                arch = etree.fromstring(order.get_view(view_type="form")["arch"])
                (values,) = order.web_read(specification(order, arch))
                self.assertEqual(values["id"], order.id)
                (button,) = arch.xpath("//button[@name='action_view_invoice']")
                self.assertEqual(button.get("invisible"), "1")
                moves = self.env["account.move"].with_user(user)
                arch = etree.fromstring(moves.get_view(view_type="list")["arch"])
                found = moves.web_search_read(
                    [("id", "=", self.invoice.id)], specification(moves, arch)
                )
                self.assertEqual(found["length"], 1)

    def test_what_was_paid_and_to_whom_is_not_told(self):
        for user in self.readers:
            for model in ("account.partial.reconcile", "account.payment"):
                with self.subTest(user.login, model=model):
                    access = self.env[model].with_user(user).has_access("read")
                    self.assertFalse(access)

    def test_bills_and_entries_are_out_of_reach(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "invoice_line_ids": [
                    Command.create({"name": "Secret", "price_unit": 7.0})
                ],
            }
        )
        for user in self.readers:
            with self.subTest(user.login):
                moves = self.env["account.move"].with_user(user)
                self.assertFalse(moves.search([("id", "=", bill.id)]))
                lines = self.env["account.move.line"].with_user(user)
                self.assertFalse(lines.search([("move_id", "=", bill.id)]))
                with self.assertRaises(AccessError):
                    bill.with_user(user).read(["amount_total"])

    def test_an_invoice_follows_the_service_responsible(self):
        self.customer.service_user_id = self.user_customer_service
        self.assertEqual(self.invoice.service_user_id, self.user_customer_service)

    def test_the_customers_of_who_has_left_can_be_taken_over(self):
        colleague = self.user_customer_service
        self.customer.service_user_id = colleague
        own = self.env["res.users"].create(
            {
                "name": "Own",
                "login": "service_of_own",
                "group_ids": [
                    Command.set(
                        [
                            self.env.ref("base.group_user").id,
                            self.env.ref("crm_playbook.group_customer_service").id,
                        ]
                    )
                ],
            }
        )
        with self.assertRaises(AccessError):
            self.customer.with_user(own).service_user_id = own
        colleague.action_archive()
        self.customer.with_user(own).service_user_id = own
        self.assertEqual(self.customer.service_user_id, own)
