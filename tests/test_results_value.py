"""What customers are worth where invoices count, and what they leave after cost."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.crm_playbook.models.results.periods import MONTH, period_of

from .results_common import ResultsCase
from .rfm_common import RfmOracle

NOW = "2026-06-15 12:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestValueOfInvoices(RfmOracle, AccountTestInvoicingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.playbook_rfm_basis = "invoices"
        cls.customers = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in "ABCDE"]
        )

    def _invoice(self, customer, day, amount):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "X",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        invoice.action_post()
        return invoice

    def _credit(self, invoice, day, amount=None):
        credit = invoice._reverse_moves([{"invoice_date": day, "date": day}])
        if amount:
            credit.invoice_line_ids.price_unit = amount
        credit.action_post()

    def _read(self, code, *months):
        """The figures of months of 2026."""
        # The accountant of these tests has no profile.
        indicator = self.env.ref(f"crm_playbook.indicator_{code}").sudo()
        found = []
        for month in months:
            period = period_of(MONTH, date(2026, month, 1))
            Run = indicator.env["playbook.measurement.run"]
            Run._ensure(indicator, self.company, [period])._measure()
            figures = indicator._read_figures(
                self.company, MONTH, period.date_from, period.date_to
            )
            found.append(figures[indicator.id,].value)
        return found

    def test_credit_notes_count_from_their_own_day_on(self):
        a, b, *_others = self.customers
        self._credit(self._invoice(a, "2026-02-10", 100.0), "2026-04-02", 30.0)
        self._invoice(b, "2025-03-05", 50.0)
        found = self._read("base_value", 1, 2, 3, 4, 6)
        self.assertEqual(found, [50, 150, 100, 70, 70])

    def test_as_the_oracle_of_rfm(self):
        for number, customer in enumerate(self.customers):
            day = date(2025, 5, 20)
            for place in range(number + 1):
                day += timedelta(days=37 + 11 * number)
                invoice = self._invoice(customer, day, 10.5 * (place + 1))
                if place % 2:
                    self._credit(invoice, day + timedelta(days=40), 4.0)
        months = (1, 3, 6)
        ends = (date(2026, 1, 31), date(2026, 3, 31), date(2026, 6, 15))
        expected = [
            sum(
                float(amount)
                for _who, day, amount, _is in self._oracle_invoices(self.company, end)
                if day > end - timedelta(days=365)
            )
            for end in ends
        ]
        self.assertEqual(
            [round(value, 2) for value in self._read("base_value", *months)],
            [round(value, 2) for value in expected],
        )

    def test_what_is_wholly_credited_was_no_purchase(self):
        a, b, *_others = self.customers
        self._invoice(a, "2026-02-10", 100.0)
        self._credit(self._invoice(b, "2026-02-11", 100.0), "2026-02-20")
        self.assertEqual(self._read("active_customers", 1, 2), [0, 1])
        self.assertEqual(self._read("new_customers", 1, 2), [0, 1])


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMarginOfCustomers(ResultsCase):
    def _add_columns(self):
        """As Odoo's module for margins has them, until the test is over."""
        self.env.flush_all()
        for table, column in (
            ("sale_order", "margin"),
            ("sale_order_line", "purchase_price"),
        ):
            self.env.cr.execute(
                f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} numeric"
            )

    def _order(self, customer, margin, cost):
        product = self.env["product.product"].create({"name": "X", "type": "service"})
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "state": "sale",
                "date_order": "2026-05-02 10:00:00",
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "price_unit": 100.0, "name": "X"}
                    )
                ],
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET margin = %s WHERE id = %s", [margin, order.id]
        )
        self.env.cr.execute(
            "UPDATE sale_order_line SET purchase_price = %s WHERE order_id = %s",
            [cost, order.id],
        )

    def test_margin_where_the_cost_is_known(self):
        indicator, may = self._indicator("base_margin"), self._month(2026, 5)
        self._add_columns()
        with patch.object(type(indicator), "_knows_margin", lambda self: True):
            self._measure(indicator, may)
            before = self._figure(indicator, may).value
            customer = self.env["res.partner"].create({"name": "A"})
            self._order(customer, 40.0, 60.0)
            self._order(customer, 100.0, 0.0)
            self._measure(indicator, may)
            self.assertEqual(self._figure(indicator, may).value - before, 40)

    def test_without_the_module(self):
        indicator, may = self._indicator("base_margin"), self._month(2026, 5)
        with patch.object(type(indicator), "_knows_margin", lambda self: False):
            self._measure(indicator, may)
        self.assertIsNone(self._figure(indicator, may).value)
