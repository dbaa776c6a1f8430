"""What a customer is worth, in the user's currency and with the user's rights."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .day_common import DayCommon


@tagged("post_install", "-at_install")
class TestWorth(DayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)

    def _worth(self, user=None, partner=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        partner = (partner or self.customer).with_user(user or self.user_sales)
        (worth,) = partner.with_context(**context)._get_worth().values()
        return worth

    def _order(self, partner=None, **values):
        order = self._create_order(
            partner or self.customer,
            **{"user_id": self.user_sales.id, **values},
        )
        return self._confirm(order, at=fields.Datetime.now())

    def test_open_deals_and_the_orders_of_a_year(self):
        self._deal(self.customer, expected_revenue=500)
        self._deal(self.contact, expected_revenue=50)
        self._deal(self.customer, expected_revenue=7).action_set_won()
        self._deal(self.customer, expected_revenue=9).action_set_lost()
        recent = self._order(self.contact)
        old = self._order()
        old.date_order = fields.Datetime.now() - timedelta(days=370)
        self._create_order(self.customer, user_id=self.user_sales.id)
        self.assertEqual(self._worth(), (550, recent.amount_untaxed))
        self.assertEqual(
            self._worth(partner=self.contact), (550, recent.amount_untaxed)
        )

    def test_the_same_queries_for_few_and_many(self):
        def count(number):
            partners = self.env["res.partner"]
            for _each in range(number):
                partners |= self._create_customer()
                self._deal(partners[-1], expected_revenue=1)
            partners = partners.with_user(self.user_sales)
            return self._count_queries(partners._get_worth)

        # The caches of rules and groups are filled by the first call.
        count(1)
        self.assertEqual(count(2), count(20))

    def test_only_what_the_user_may_read(self):
        self._deal(self.customer, expected_revenue=500)
        self._deal(
            self.customer,
            expected_revenue=40,
            user_id=self.user_other_team.id,
            team_id=self.team_other.id,
        )
        order = self._order()
        self.assertEqual(self._worth(), (500, order.amount_untaxed))
        self.assertEqual(self._worth(self.user_marketing), (540, 0))
        self.assertEqual(self._worth(self.user_configurator), (0, 0))
        self.assertEqual(
            self._worth(self.user_sales_management), (540, order.amount_untaxed)
        )

    def test_who_reads_no_orders_is_not_told_of_them(self):
        self._deal(self.customer, expected_revenue=500)
        activity = self._plan(self.customer, user=self.user_marketing)
        line = self._line(activity, self.user_marketing)
        self.assertIn("500", line["worth_help"])
        self.assertNotIn("orders", line["worth_help"])

    def test_two_currencies_and_two_companies(self):
        foreign = self.env["res.currency"].create(
            {"name": "XPB", "symbol": "¤", "rate_ids": False}
        )
        self.env["res.currency.rate"].create(
            [
                {
                    "name": "2020-01-01",
                    "rate": 4.0,
                    "currency_id": foreign.id,
                    "company_id": company.id,
                }
                for company in (self.company, self.company_other)
            ]
        )
        self.company_other.currency_id = foreign
        self.user_sales.company_ids = [Command.link(self.company_other.id)]
        self._deal(self.customer, expected_revenue=100, company_id=self.company.id)
        self._deal(
            self.customer,
            expected_revenue=400,
            company_id=self.company_other.id,
            team_id=False,
        )
        here, both = self.company.ids, (self.company | self.company_other).ids
        self.assertEqual(self._worth(allowed_company_ids=here), (100, 0))
        self.assertEqual(self._worth(allowed_company_ids=both), (200, 0))
        there = [*self.company_other.ids, *here]
        self.assertEqual(self._worth(allowed_company_ids=there), (800, 0))
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": foreign.id}
        )
        order = self._order(pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, foreign)
        self.assertEqual(
            self._worth(allowed_company_ids=here), (100, order.amount_untaxed / 4)
        )
        figures = self._get(allowed_company_ids=both)["figures"]
        self.assertIn("200", figures[0]["value"])

    def test_a_customer_that_the_user_may_not_read(self):
        deal = self._deal(self.customer, expected_revenue=30)
        activity = self._plan(deal)
        self.customer.company_id = self.company_other
        line = self._line(activity)
        self.assertFalse(line["customer"])
