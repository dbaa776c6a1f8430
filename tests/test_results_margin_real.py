"""Margins with Odoo's module for them: ``make test-full``."""

import os
import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .results_sales_common import NOW, SalesCase
from .results_sales_oracle import SalesOracle

RATE = 2.5

# ``make test-full`` runs these where the module was installed first, and where it came
# later.
if os.environ.get("CRM_PLAYBOOK_WITH_MARGINS"):

    @tagged("post_install", "-at_install")
    @freeze_time(NOW)
    class TestMarginReal(SalesOracle, SalesCase):
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            cls.env.user.company_ids |= cls.other
            currency = cls.env["res.currency"].create({"name": "XMG", "symbol": "m"})
            cls.env["res.currency.rate"].create(
                [
                    {
                        "currency_id": currency.id,
                        "company_id": company.id,
                        "name": "2025-01-01",
                        "rate": RATE,
                    }
                    for company in cls.companies
                ]
            )
            cls.products = cls.env["product.product"].create(
                [
                    {"name": f"Costs {cost}", "type": "service", "list_price": 100}
                    for cost in (60, 33.3, 0)
                ]
            )
            for company in cls.companies:
                for product, cost in zip(cls.products, (60, 33.3, 0), strict=True):
                    product.with_company(company).standard_price = cost
            cls.pricelists = cls.env["product.pricelist"].create(
                [
                    {"name": "P", "currency_id": each.id, "company_id": company.id}
                    for company in cls.companies
                    for each in (company.currency_id, currency)
                ]
            )

        def _order(self, company, products, moment, **values):
            pricelists = self.pricelists.filtered(lambda x: x.company_id == company)
            order = (
                self.env["sale.order"]
                .with_company(company)
                .create(
                    {
                        "partner_id": self.customers[0].id,
                        "company_id": company.id,
                        "pricelist_id": pricelists[values.pop("abroad", False)].id,
                        "date_order": moment,
                        "order_line": [
                            Command.create(
                                {
                                    "product_id": product.id,
                                    "product_uom_qty": quantity,
                                    "tax_ids": [Command.clear()],
                                }
                            )
                            for product, quantity in products
                        ],
                        **values,
                    }
                )
            )
            order.action_confirm()
            order.date_order = moment
            return order

        def _random_sales(self, count):
            chance = random.Random(5)  # noqa: S311
            for _number in range(count):
                company = chance.choice(self.companies)
                products = [
                    (chance.choice(self.products[:2]), chance.randrange(1, 4))
                    for _line in range(chance.randrange(1, 4))
                ]
                if chance.random() < 0.25:
                    products.append((self.products[2], 1))
                self._order(
                    company,
                    products,
                    self._random_moment(chance),
                    abroad=chance.random() < 0.5,
                    partner_id=chance.choice(self.customers).id,
                    user_id=chance.choice([False, *self.people[:2].ids]),
                    team_id=chance.choice([False, self.teams[2].id]),
                )
            self.env.flush_all()
            self.env.invalidate_all()

        def _tell(self, span, denominator=None):
            """By lines, their costs and quantities: nothing of the module's sums."""
            told = []
            for order in self.env["sale.order"].search([("state", "=", "sale")]):
                if order.company_id != span.company or not span.has(order.date_order):
                    continue
                lines = order.order_line
                if not all(line.purchase_price for line in lines):
                    continue
                cost = sum(x.purchase_price * x.product_uom_qty for x in lines)
                worth = sum(lines.mapped("price_subtotal"))
                rate = order.currency_rate
                told.append(
                    self._fact(
                        order, (worth - cost) / rate, denominator and worth / rate
                    )
                )
            return told

        def test_the_module_is_there(self):
            module = self.env["ir.module.module"].search([("name", "=", "sale_margin")])
            self.assertEqual(module.state, "installed")
            self.assertTrue(self._indicator("margin")._knows_margin())

        def test_as_an_oracle_by_lines(self):
            self._random_sales(60)
            rates = self.env["sale.order"].search([]).mapped("currency_rate")
            self.assertIn(RATE, {round(rate, 4) for rate in rates})
            self._assert_oracle("margin", self._tell)
            self._assert_oracle("margin_rate", lambda span: self._tell(span, True))

        def test_costs_in_the_currency_of_the_order(self):
            """100 for 60, whatever it is paid in: 40 are left."""
            april = self._periods()[0]
            for abroad in (False, True):
                before = self._read("margin", april) or 0
                order = self._order(
                    self.company,
                    [(self.products[0], 2)],
                    "2026-04-10 12:00:00",
                    abroad=abroad,
                )
                self.assertAlmostEqual(
                    order.margin, 80 * (RATE if abroad else 1), msg="the module"
                )
                with self.subTest(abroad=abroad):
                    self.assertAlmostEqual(self._read("margin", april) - before, 80, 1)

        def test_records_are_those_that_count(self):
            self._random_sales(40)
            march = self._periods()[1]
            days = self.company, march.date_from, march.date_to
            indicator = self._indicator("margin")
            value = self._read("margin", march)
            for user in (self.env.user, self.manager):
                action = indicator.with_user(user)._open_records(*days)
                orders = self.env["sale.order"].with_user(user)
                orders = orders.search(action["domain"]).sudo()
                with self.subTest(user.login):
                    self.assertTrue(orders)
                    self.assertAlmostEqual(
                        sum(x.margin / x.currency_rate for x in orders), value, 1
                    )
            base = self._indicator("base_margin")
            self._measure(base, march)
            action = base._open_records(*days)
            self.assertTrue(self.env["res.partner"].search(action["domain"]))

        def test_without_costs_there_is_no_figure(self):
            """0 would say that nothing was earned."""
            march = self._periods()[1]
            for code in ("margin", "margin_rate", "base_margin"):
                with self.subTest(code, orders=False):
                    self._read(code, march)
                    run = self._run(code, march)
                    self.assertFalse(run.missing)
                    self.assertTrue(run.date_measured)
            free = self._order(
                self.company, [(self.products[2], 1)], "2026-03-10 12:00:00"
            )
            for code in ("margin", "margin_rate", "base_margin"):
                with self.subTest(code, orders=True):
                    self.assertIsNone(self._read(code, march))
                    self.assertIn("cost of all", self._run(code, march).missing)
            free.order_line.purchase_price = 70
            self.env.flush_all()
            for code, value in (("margin", 30), ("margin_rate", 30)):
                with self.subTest(code, known=True):
                    self.assertAlmostEqual(self._read(code, march), value)
                    self.assertFalse(self._run(code, march).missing)

        def test_what_has_no_costs_is_closed_and_corrected(self):
            march = self._periods()[1]
            free = self._order(
                self.company, [(self.products[2], 1)], "2026-03-10 12:00:00"
            )
            self.env.flush_all()
            self._tell_rfm_past(self.company)
            for code in ("margin", "margin_rate", "base_margin"):
                with self.subTest(code):
                    run = self._run(code, march)
                    run._bring_up_to_date()
                    self.assertEqual(run.state, "closed")
                    self.assertIn("cost of all", run.missing)
            for cost, value in ((70, 30), (0, 30), (60, 40)):
                free.order_line.purchase_price = cost
                self.env.flush_all()
                for code in ("margin", "margin_rate"):
                    run = self._run(code, march).with_user(self.manager)
                    with self.subTest(code, cost=cost):
                        if cost:
                            run._correct("Costs were entered.")
                        else:
                            with self.assertRaisesRegex(UserError, "Not corrected"):
                                run._correct("Costs were entered.")
                        figure = self._figure(self._indicator(code), march)
                        self.assertAlmostEqual(figure.value, value)

        def test_the_verdict_has_profit(self):
            march = self._periods()[1]
            for day, quantity in (("2026-02-10", 1), ("2026-03-10", 3)):
                self._order(
                    self.company, [(self.products[0], quantity)], f"{day} 12:00:00"
                )
            before = march._replace(
                date_from=fields.Date.from_string("2026-02-01"), date_to=march.date_from
            )
            for code in ("margin", "revenue_won"):
                self._measure(self._indicator(code), march, before)
            verdict = self.Indicator.with_user(self.manager)._get_verdict(
                self.company, march
            )
            self.assertEqual(verdict.state, "working")
            self.assertIn("Gross margin +200.0 %", verdict.text)

        def test_what_could_not_be_measured_is_when_the_module_is_there(self):
            """Periods from before the module was installed."""
            march = self._periods()[1]
            self._order(self.company, [(self.products[0], 1)], "2026-03-10 12:00:00")
            run = self.Run._ensure(self._indicator("margin"), self.company, [march])
            run._set({"lack": "not_there"})
            run.date_tried = fields.Datetime.now() - timedelta(days=1)
            self.env.flush_all()
            due = {run_id for run_id, *_rest in self.Run._find_due()}
            self.assertIn(run.id, due)
            run._bring_up_to_date()
            self.assertFalse(run.missing)
            self.assertEqual(run.state, "closed")
            self.assertAlmostEqual(
                self._figure(self._indicator("margin"), march).value, 40
            )

        def _read(self, code, period):
            indicator = self._indicator(code)
            self._measure(indicator, period)
            return self._figure(indicator, period).value

        def _run(self, code, period):
            return self.Run._ensure(self._indicator(code), self.company, [period])
