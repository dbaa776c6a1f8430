"""Who buys and stays, and what they are worth: compared with counting by hand."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_playbook.models.results.periods import WEEK, period_of

from .common import FULL
from .results_facts_common import FactsOracle
from .rfm_common import RfmOracle

NOW = "2026-06-15 03:00:00"
ORDERS = 600 if FULL else 150
HOURS = ("01:00:00", "04:30:00", "15:30:00", "23:00:00")


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOracleCustomers(RfmOracle, FactsOracle):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Desk", "list_price": 100.0, "type": "service"}
        )
        cls._make_orders()
        cls._make_history()
        cls.env["res.partner"]._refresh_customer_states()
        cls.env.invalidate_all()

    @classmethod
    def _make_orders(cls):
        pick = cls.chance.choice
        buyers = [*cls.customers[:-2], *cls.contacts, cls.company.partner_id]
        values = []
        for _number in range(ORDERS):
            partner = pick(buyers)
            company = partner.company_id or pick(cls.companies)
            values.append(
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "team_id": False,
                    "user_id": False,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "price_unit": pick([10.0, 25.5, 99.99]),
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        orders = cls.env["sale.order"].create(values)
        cls.env.flush_all()
        currencies = [*cls.companies.currency_id.ids, cls.company.currency_id.id]
        first = period_of(WEEK, cls.env.cr.now().date()).date_from
        for order in orders:
            # About three years, and edges of months.
            day = first - timedelta(days=int(1100 * cls.chance.random() ** 1.5))
            if cls.chance.random() < 0.3:
                day = day.replace(day=1)
            cls.env.cr.execute(
                "UPDATE sale_order SET state = %s, date_order = %s, currency_id = %s "
                "WHERE id = %s",
                [
                    pick(["sale"] * 5 + ["draft", "cancel"]),
                    f"{day} {pick(HOURS)}",
                    pick(currencies),
                    order.id,
                ],
            )
        cls.env.invalidate_all()

    @classmethod
    def _make_history(cls):
        """Groups that customers were in, from now and then."""
        groups = cls.env["playbook.rfm.group"].search([])
        cls.env["playbook.rfm.history"].search([]).unlink()
        rows = {}
        for _number in range(160):
            customer = cls.chance.choice(cls.customers)
            company = cls.chance.choice(cls.companies)
            day = cls.env.cr.now().date() - timedelta(days=cls.chance.randrange(400))
            group = cls.chance.choice([*groups, groups[:0]])
            rows[customer.id, company.id, day] = group.id
        cls.env["playbook.rfm.history"].create(
            [
                {
                    "partner_id": partner_id,
                    "company_id": company_id,
                    "date": day,
                    "group_id": group_id,
                }
                for (partner_id, company_id, day), group_id in rows.items()
            ]
        )

    # ------------------------------------------------------------------
    # Counting by hand
    # ------------------------------------------------------------------

    def _periods(self):
        months = [(2025, 7), (2026, 1), (2026, 3), (2026, 6)]
        return [self._month(*month) for month in months]

    def _is_ours(self, customer):
        return not self._oracle_is_customer(customer)

    def _purchase_days(self, company):
        """From customers to the days on which they bought of the company."""
        days = {}
        orders = self.env["sale.order"].search([("state", "=", "sale")])
        for order in orders.filtered(lambda order: order.company_id == company):
            customer = order.partner_id.commercial_partner_id
            if not self._is_ours(customer):
                day = self._local(company, order.date_order)
                days.setdefault(customer, set()).add(day)
        return days

    def _of_customer(self, customer, **values):
        return {
            "partner_id": customer.id,
            "user_id": customer.user_id.id,
            "source_id": customer.source_id.id,
            **values,
        }

    def _find_buyers(self, company, period):
        """Customers, whether they bought in the last 365 days, and in those before."""
        last = self._last_day(company, period)
        year = timedelta(days=365)
        for customer, days in self._purchase_days(company).items():
            lately = any(last - year < day <= last for day in days)
            before = any(last - year * 2 < day <= last - year for day in days)
            yield customer, lately, before

    def _find_active(self, company, period):
        for customer, lately, _before in self._find_buyers(company, period):
            if lately:
                yield self._of_customer(customer, numerator=1)

    def _find_kept(self, company, period):
        for customer, lately, before in self._find_buyers(company, period):
            if before:
                yield self._of_customer(customer, numerator=lately, denominator=1)

    def _find_gone(self, company, period):
        for fact in self._find_kept(company, period):
            yield {**fact, "numerator": 1 - fact["numerator"]}

    def _find_new(self, company, period):
        first = {}
        for each in self.companies:
            for customer, days in self._purchase_days(each).items():
                first.setdefault(customer, []).append((min(days), each.id))
        for customer, found in first.items():
            day, company_id = min(found)
            inside = period.date_from <= day < period.date_to
            if inside and company_id == company.id:
                yield self._of_customer(customer, numerator=1)

    def _get_groups(self, company, day):
        groups = {}
        rows = self.env["playbook.rfm.history"].search(
            [("company_id", "=", company.id), ("date", "<=", day)], order="date"
        )
        for row in rows:
            groups[row.partner_id] = row.group_id
        return {each: group for each, group in groups.items() if group}

    def _find_good(self, company, period):
        groups = self._get_groups(company, self._last_day(company, period))
        for customer, group in groups.items():
            yield self._of_customer(
                customer,
                rfm_group_id=group.id,
                numerator=group.is_good,
                denominator=1,
            )

    def _find_moved(self, company, period, sign):
        before = self._get_groups(company, period.date_from - timedelta(days=1))
        after = self._get_groups(company, self._last_day(company, period))
        for customer in before.keys() & after.keys():
            fell = after[customer].sequence - before[customer].sequence
            yield self._of_customer(
                customer,
                rfm_group_id=before[customer].id,
                numerator=fell * sign > 0,
                denominator=1,
            )

    def _find_value(self, company, period):
        last = self._last_day(company, period)
        groups = self._get_groups(company, last)
        for customer, day, amount, _purchase in self._oracle_orders(company, last):
            if day > last - timedelta(days=365) and not self._is_ours(customer):
                yield self._of_customer(
                    customer,
                    rfm_group_id=customer in groups and groups[customer].id,
                    numerator=amount,
                )

    # ------------------------------------------------------------------
    # Comparing
    # ------------------------------------------------------------------

    def test_who_buys(self):
        self.assertGreater(
            self.assertFacts("active_customers", self._periods(), self._find_active), 40
        )

    def test_who_stays(self):
        self.assertFacts("retention", self._periods(), self._find_kept)
        self.assertFacts("churn", self._periods(), self._find_gone)

    def test_who_is_new(self):
        months = [self._month(2023 + n // 12, n % 12 + 1) for n in range(4, 40, 3)]
        self.assertFacts("new_customers", months, self._find_new)

    def test_rfm(self):
        periods = self._periods()
        self.assertFacts("rfm_good", periods, self._find_good)
        for code, sign in (("rfm_up", -1), ("rfm_down", 1)):
            self.assertFacts(
                code,
                periods,
                lambda company, period, sign=sign: self._find_moved(
                    company, period, sign
                ),
            )

    def test_value(self):
        self.assertFacts("base_value", self._periods(), self._find_value)
