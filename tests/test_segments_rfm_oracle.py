import random
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .common import FULL, CrmPlaybookCommon
from .rfm_common import RfmOracle

TODAY = date(2026, 6, 15)
DAYS = ("2026-06-15", "2026-03-31", "2025-06-15", "2025-01-01", "2026-12-31")
ROUNDS = 8 if FULL else 2


class RandomCustomers(RfmOracle):
    """Customers, contacts of theirs, us, and two currencies with few rates."""

    def _random_partners(self, number):
        companies = self.env["res.partner"].create(
            [{"name": f"Random {n}", "is_company": True} for n in range(number)]
        )
        people = self.env["res.partner"].create(
            [
                {"name": f"Person {n}", "parent_id": company.id}
                for n, company in enumerate(companies[::2])
            ]
        )
        return companies | people | self.env.user.partner_id

    def _random_currencies(self, company, *, own_rates=False):
        """Two others with few rates; ``own_rates``: few of the company's too."""
        currencies = self.env["res.currency"].create(
            [{"name": name, "symbol": name} for name in ("XRA", "XRB")]
        )
        rates = [
            (currencies[0], company.root_id.id, "2025-09-01", 2.0),
            (currencies[0], company.root_id.id, "2026-02-01", 3.0),
            (currencies[0], False, "2025-03-01", 7.0),
            (currencies[1], company.root_id.id, "2026-01-15", 0.37),
        ]
        if own_rates:
            company.currency_id.rate_ids.unlink()
            rates.append((company.currency_id, company.root_id.id, "2026-03-01", 1.7))
        self.env["res.currency.rate"].create(
            [
                {"currency_id": c.id, "company_id": whose, "name": day, "rate": rate}
                for c, whose, day, rate in rates
            ]
        )
        return currencies

    def _random_day(self, chance):
        """Few days and few amounts, so that there are ties; some days to come."""
        return TODAY + timedelta(
            days=chance.choice([-5, -40, 3, -700, -200, -760]) * 1
            - chance.choice([0, 0, 7, 30])
        )

    def _check_days(self, company):
        counts = [self.assertOracle(company, day) for day in DAYS]
        self.assertGreater(max(counts), 5)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")
class TestRfmOracleOrders(RandomCustomers, CrmPlaybookCommon):
    def test_random_orders(self):
        for seed in range(ROUNDS):
            with self.subTest(seed), self.env.cr.savepoint() as savepoint:
                self._check_random_orders(random.Random(seed))  # noqa: S311
                savepoint.rollback()
                self.env.invalidate_all()

    def _check_random_orders(self, chance):
        company, other = self.env.company, self.company_other
        company.playbook_rfm_basis = other.playbook_rfm_basis = "orders"
        company.playbook_rfm_horizon_days = chance.choice([30, 365, 730])
        company.resource_calendar_id.tz = chance.choice(["Asia/Tokyo", "America/Lima"])
        currencies = self._random_currencies(company, own_rates=chance.random() < 0.5)
        lists = self.env["product.pricelist"].create(
            [{"name": c.name, "currency_id": c.id} for c in currencies]
        )
        partners = self._random_partners(14)
        for _number in range(60):
            partner = chance.choice(partners)
            whose = chance.choice([company, company, company, other])
            order = self._create_order(
                partner,
                price=chance.choice([10.0, 10.0, 25.5, 99.99, 0.0]),
                company_id=(partner.company_id or whose).id,
                pricelist_id=False,
            )
            if order.company_id == company and chance.random() < 0.4:
                order.pricelist_id = chance.choice(lists)
                order.order_line.price_unit = chance.choice([10.0, 33.33])
            state = chance.choice(["draft", "cancel", "sale", "sale", "sale", "sale"])
            if state == "sale":
                hour = chance.choice(["02:00:00", "04:30:00", "15:30:00", "22:00:00"])
                self._confirm(order, f"{self._random_day(chance)} {hour}")
            elif state == "cancel":
                order._action_cancel()
        self._check_days(company)
        self.assertOracle(other, "2026-06-15")


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")
class TestRfmOracleInvoices(RandomCustomers, AccountTestInvoicingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.playbook_rfm_basis = "invoices"

    def _invoice(self, partner, day, amount, currency=None, move_type="out_invoice"):
        return self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": day,
                "date": day,
                "currency_id": (currency or self.company.currency_id).id,
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

    def _credit(self, invoice, day, amount=None):
        credit = invoice._reverse_moves([{"invoice_date": day, "date": day}])
        if amount:
            credit.invoice_line_ids.price_unit = amount
        credit.action_post()
        return credit

    def test_random_invoices(self):
        for seed in range(ROUNDS):
            with self.subTest(seed), self.env.cr.savepoint() as savepoint:
                self._check_random_invoices(random.Random(seed))  # noqa: S311
                savepoint.rollback()
                self.env.invalidate_all()

    def _check_random_invoices(self, chance):
        self.company.playbook_rfm_horizon_days = chance.choice([30, 365, 730])
        currencies = self._random_currencies(
            self.company, own_rates=chance.random() < 0.5
        )
        partners = self._random_partners(12)
        for _number in range(30):
            day = self._random_day(chance)
            kind = chance.choice(["out_invoice"] * 6 + ["out_refund", "in_invoice"])
            invoice = self._invoice(
                chance.choice(partners),
                day,
                chance.choice([10.0, 10.0, 25.5, 99.99]),
                chance.choice([None, None, None, *currencies]),
                kind,
            )
            if chance.random() < 0.15:
                continue
            invoice.action_post()
            if kind == "out_invoice":
                self._go_on(invoice, day, chance)
        self._check_days(self.company)

    def _go_on(self, invoice, day, chance):
        """Something may happen to a posted invoice later."""
        later = day + timedelta(days=chance.choice([0, 10, 100]))
        what = chance.choice(["", "", "", "full", "part", "parts", "cancel"])
        if what == "full":
            self._credit(invoice, later)
        elif what in ("part", "parts"):
            self._credit(invoice, later, 4.0)
            if what == "parts":
                rest = invoice.amount_total - 4.0
                self._credit(invoice, later + timedelta(days=20), rest)
        elif what == "cancel":
            invoice.button_draft()
            invoice.button_cancel()

    def test_credit_notes(self):
        """Whole, in part, later; as of before and after."""
        partners = self._random_partners(3)
        for partner, whole in ((partners[0], True), (partners[1], False)):
            invoice = self._invoice(partner, "2026-05-01", 100.0)
            invoice.action_post()
            self._credit(invoice, "2026-05-20", None if whole else 30.0)
        Score = self.env["playbook.rfm.score"]
        after = Score._get_scores(self.company, date(2026, 5, 20))
        self.assertNotIn(partners[0].id, after)
        found = after[partners[1].id]
        self.assertEqual((found["purchase_count"], found["amount"]), (1, 70))
        before = Score._get_scores(self.company, date(2026, 5, 19))
        for partner in partners[:2]:
            found = before[partner.id]
            self.assertEqual((found["purchase_count"], found["amount"]), (1, 100))

    def test_credit_note_that_names_no_invoice_but_settles_one(self):
        partner = self._random_partners(1)[0]
        invoice = self._invoice(partner, "2026-05-01", 100.0)
        credit = self._invoice(partner, "2026-05-20", 100.0, move_type="out_refund")
        (invoice | credit).action_post()
        lines = (invoice | credit).line_ids
        lines.filtered(lambda ln: ln.account_type == "asset_receivable").reconcile()
        self.assertEqual(invoice.payment_state, "reversed")
        Score = self.env["playbook.rfm.score"]
        self.assertNotIn(partner.id, Score._get_scores(self.company, "2026-05-20"))
        self.assertIn(partner.id, Score._get_scores(self.company, "2026-05-19"))

    def test_invoice_without_a_rate_is_left_out_and_named(self):
        currencies = self._random_currencies(self.company)
        partner, other = self._random_partners(2)[:2]
        invoice = self._invoice(partner, "2025-12-31", 100.0, currencies[1])
        usable = self._invoice(other, "2025-12-31", 100.0)
        (invoice | usable).action_post()
        credit = self._credit(invoice, "2026-02-01", 10.0)
        found = self.env["playbook.rfm.score"].sudo()._refresh(self.company)
        self.assertEqual(found.left_out, 2)
        self.assertTrue(other.sudo().rfm_group_id)
        self.assertFalse(partner.sudo().rfm_group_id)
        run = self.env["playbook.rfm.run"].sudo().search([], limit=1)
        self.assertIn(invoice.name, run.problems)
        self.assertIn(credit.name, run.problems)

    def test_what_counts_is_where_more_is_recorded(self):
        company = self.company
        customer = self.env["res.partner"].create({"name": "Buys"})
        self._invoice(customer, "2026-06-01", 10.0).action_post()
        # Whoever invoices here need not sell.
        orders = (
            self.env["sale.order"]
            .sudo()
            .create([{"partner_id": customer.id, "company_id": company.id}] * 2)
        )
        for confirmed, basis in ((0, "invoices"), (2, "orders")):
            company.playbook_rfm_basis = "orders"
            orders[:confirmed].action_confirm()
            self.env.flush_all()
            company._choose_rfm_basis()
            self.assertEqual(company.playbook_rfm_basis, basis)
