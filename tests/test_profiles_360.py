"""The page Customer 360: open opportunities and revenue, as far as one may read."""

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import PROFILE_GROUPS, CrmPlaybookCommon


@tagged("post_install", "-at_install")
class TestCustomer360(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.currency_id = cls.env.ref("base.USD")
        cls.customer = cls._create_customer("Big Customer")
        cls.contact = cls._create_contact(cls.customer)
        cls.user_sales.group_ids += cls.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )

    def _blocks(self, partner=None, user=None):
        partner = (partner or self.customer).with_user(user or self.user_sales)
        self.env.invalidate_all()
        return {block["key"]: block for block in partner.get_playbook_360()}

    def _sell(self, price, at, partner=None, **values):
        order = self._create_order(partner or self.contact, price, **values)
        order.order_line.tax_ids = False
        return self._confirm(order, at)

    def test_nothing_yet(self):
        blocks = self._blocks()
        for key in ("deals", "revenue"):
            self.assertEqual(blocks[key]["rows"], [])
            self.assertEqual(blocks[key]["total"], "")
            self.assertTrue(blocks[key]["empty"])

    def test_open_opportunities(self):
        values = {"user_id": self.user_sales.id, "team_id": self.team.id}
        small = self._create_lead(
            self.contact, name="Small", expected_revenue=10, **values
        )
        large = self._create_lead(
            self.customer, name="Large", expected_revenue=1500, **values
        )
        lost = self._create_lead(self.customer, name="Lost", expected_revenue=99)
        lost.action_set_lost()
        self._create_lead(self.customer, name="Won").action_set_won()
        self._create_lead(self.customer, name="Early", type="lead")
        self._create_lead(self._create_customer("Other"), name="Other's")
        for partner in (self.customer, self.contact):
            deals = self._blocks(partner)["deals"]
            self.assertEqual([row["id"] for row in deals["rows"]], (large | small).ids)
            self.assertEqual(deals["total"], "2 open, $\xa01,510.00 expected")
            self.assertEqual(deals["more"], 0)
        self.assertEqual(
            deals["rows"][0],
            {
                "model": "crm.lead",
                "id": large.id,
                "title": "Large",
                "details": [large.stage_id.name, "Playbook sales"],
                "text": "$\xa01,500.00",
            },
        )

    def test_ten_at_most(self):
        for number in range(12):
            self._create_lead(self.customer, expected_revenue=number)
        deals = self._blocks()["deals"]
        self.assertEqual((len(deals["rows"]), deals["more"]), (10, 2))
        self.assertIn("12 open", deals["total"])

    @freeze_time("2031-06-01 12:00:00")
    def test_revenue(self):
        self._sell(100.0, "2031-01-02 12:00:00")
        self._sell(300.0, "2029-05-05 12:00:00", self.customer)
        self._sell(50.0, "2027-01-01 12:00:00")
        self._sell(5000.0, "2026-12-30 12:00:00")
        self._create_order(self.customer, 700.0)
        revenue = self._blocks()["revenue"]
        self.assertEqual(
            [(row["label"], row["percent"]) for row in revenue["rows"]],
            [("2027", 17), ("2028", 0), ("2029", 100), ("2030", 0), ("2031", 33)],
        )
        self.assertEqual(revenue["rows"][2]["text"], "$\xa0300.00")
        self.assertEqual(revenue["total"], "3 orders, $\xa0450.00 untaxed")

    @freeze_time("2031-06-01 12:00:00")
    def test_years_are_those_of_the_users_time_zone(self):
        self._sell(100.0, "2030-12-31 23:30:00")
        self.user_sales.tz = "Europe/Madrid"
        customer = self.customer.with_user(self.user_sales).with_context(
            tz="Europe/Madrid"
        )
        (revenue,) = [b for b in customer.get_playbook_360() if b["key"] == "revenue"]
        self.assertEqual(revenue["rows"][-1]["percent"], 100)

    def _use_pounds_elsewhere(self):
        """A pound is two dollars; prices of the other company are in pounds.

        :return: a price list in pounds.
        """
        pound = self.env["res.currency"].create(
            {"name": "XPB", "symbol": "b", "active": True}
        )
        self.env["res.currency.rate"].create(
            {"currency_id": pound.id, "rate": 0.5, "name": "2020-01-01"}
        )
        self.company_other.currency_id = pound
        return self.env["product.pricelist"].create(
            {"name": "b", "currency_id": pound.id, "company_id": False}
        )

    @freeze_time("2031-06-01 12:00:00")
    def test_two_companies_and_currencies(self):
        pricelist = self._use_pounds_elsewhere()
        self._sell(100.0, "2031-01-02 12:00:00")
        # 40 b in the main company are 80 dollars.
        self._sell(40.0, "2031-01-03 12:00:00", pricelist_id=pricelist.id)
        theirs = self._sell(
            25.0,
            "2031-01-04 12:00:00",
            company_id=self.company_other.id,
            user_id=False,
            team_id=False,
            pricelist_id=pricelist.id,
        )
        self.assertEqual(theirs.currency_id, self.company_other.currency_id)
        self._create_lead(
            self.customer,
            expected_revenue=5,
            company_id=self.company_other.id,
            team_id=False,
            user_id=False,
        )
        blocks = self._blocks()
        self.assertEqual(blocks["revenue"]["total"], "2 orders, $\xa0180.00 untaxed")
        self.assertEqual(blocks["deals"]["rows"], [])
        user = self.user_sales
        user.company_ids = [Command.link(self.company_other.id)]
        both = self.customer.with_user(user).with_context(
            allowed_company_ids=[self.env.company.id, self.company_other.id]
        )
        self.env.invalidate_all()
        found = {block["key"]: block for block in both.get_playbook_360()}
        # 25 b and 5 b of the other company are 50 and 10 dollars.
        self.assertEqual(found["revenue"]["total"], "3 orders, $\xa0230.00 untaxed")
        self.assertEqual(found["deals"]["total"], "1 open, $\xa010.00 expected")
        self.assertEqual(found["deals"]["rows"][0]["text"], "5.00\xa0b")

    def test_each_profile_sees_what_it_may_read(self):
        own = self._create_lead(self.customer, name="x", user_id=self.user_sales.id)
        self._sell(100.0, fields.Datetime.now())
        for profile, keys in (
            ("sales", {"deals", "revenue"}),
            ("marketing", {"deals"}),
            ("customer_service", {"deals", "revenue"}),
            ("sales_management", {"deals", "revenue"}),
            ("configurator", set()),
        ):
            with self.subTest(profile):
                blocks = self._blocks(user=getattr(self, f"user_{profile}"))
                self.assertEqual(blocks.keys() & {"deals", "revenue"}, keys)
                if "deals" in keys:
                    self.assertEqual(blocks["deals"]["rows"][0]["id"], own.id)
        # Own documents only.
        blocks = self._blocks(user=self.user_other_team)
        self.assertEqual(blocks["deals"]["rows"], [])
        self.assertEqual(blocks["revenue"]["rows"], [])

    def test_the_form(self):
        for profile in (*PROFILE_GROUPS, "without_profile", "salesperson"):
            user = getattr(self, f"user_{profile}")
            view = self.env["res.partner"].with_user(user).get_view(view_type="form")
            found = etree.fromstring(view["arch"]).xpath(
                "//page[@name='playbook_360']/widget[@name='playbook_customer_360']"
            )
            with self.subTest(profile):
                self.assertEqual(len(found), int(profile in PROFILE_GROUPS))

    def test_a_contact_says_whose_it_is(self):
        of = self._blocks(self.contact)["of"]
        self.assertEqual(of["title"], self.customer.display_name)
        self.assertNotIn("of", self._blocks())

    def test_without_a_profile_it_is_refused(self):
        for user in (
            self.user_portal,
            self.user_public,
            self.user_without_profile,
            self.user_salesperson,
        ):
            for partner in (self.customer, user.partner_id):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    partner.with_user(user).get_playbook_360()

    def test_odd_partners(self):
        for partner in (self.env.company.partner_id, self.user_sales.partner_id):
            self.assertTrue(self._blocks(partner))

    def test_cost_does_not_grow_with_the_number(self):
        costs = []
        for count in (2, 8):
            for _number in range(count):
                self._create_lead(self.customer, user_id=self.user_sales.id)
                self._sell(10.0, fields.Datetime.now())
            partner = self.customer.with_user(self.user_sales)
            costs.append(self._count_queries(lambda p=partner: p.get_playbook_360()))
        self.assertLessEqual(costs[1], costs[0])
