"""Opportunities whose order is confirmed, in My Day and on their form."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .day_common import DayCommon
from .workflow_common import WorkflowCommon


class OrderedCommon(DayCommon, WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.env["playbook.procedure"].search([]).write({"state": "retired"})

    def _ordered(self, count=1, company=None, **values):
        """``count`` open opportunities of ``user_sales`` with a confirmed order."""
        company = company or self.env.company
        values = {"stage_id": self.second.id, **values}
        values.setdefault("user_id", self.user_sales.id)
        deals = self.env["crm.lead"]
        for _number in range(count):
            deal = self._create_lead(self.customer, company_id=company.id, **values)
            order = self._create_order(
                self.customer,
                opportunity_id=deal.id,
                company_id=company.id,
                user_id=self.user_sales.id,
            )
            self._confirm(order)
            deals |= deal
        return deals


@tagged("post_install", "-at_install")
class TestDayOfOrderedDeals(OrderedCommon):
    def test_a_line_of_the_softwares(self):
        deal = self._ordered()
        line = self._line(deal)
        self.assertEqual((line["source"], line["automatic"]), ("ordered", True))
        self.assertEqual(line["badge"], deal.order_ids.name)
        self.assertEqual(line["finish_label"], "Mark as won")
        self.assertFalse(line["can_postpone"])

    def test_never_beside_a_stale_one(self):
        deal = self._ordered()
        self._age(deal, 40)
        self.assertFalse(deal.is_stale)
        self.assertEqual(self._keys(), [f"ordered-{deal.id}"])

    def test_instead_of_the_first_contact(self):
        deal = self._ordered(stage_id=self.first.id)
        self.assertEqual(self._keys(), [f"ordered-{deal.id}"])

    def test_what_is_due_for_it_comes_first(self):
        deal = self._ordered()
        activity = self._plan(deal)
        self.assertEqual(self._keys(), [f"activity-{activity.id}"])
        activity.date_deadline += timedelta(days=3)
        self.assertEqual(self._keys(), [f"ordered-{deal.id}"])

    def test_only_open_ones_of_the_users(self):
        self._ordered(user_id=self.user_other_team.id, team_id=self.team_other.id)
        self._ordered(type="lead")
        lost = self._ordered()
        lost.action_set_lost()
        cancelled = self._ordered()
        cancelled.order_ids._action_cancel()
        quoted = self._deal(self.customer)
        self._create_order(self.customer, opportunity_id=quoted.id)
        sources = {line["source"] for line in self._lines()}
        self.assertNotIn("ordered", sources)

    def test_one_click_and_it_is_won(self):
        deal = self._ordered()
        answer = self._day().finish_line(f"ordered-{deal.id}")
        self.assertTrue(answer["done"], answer["message"])
        self.assertEqual((deal.won_status, deal.stage_id.is_won), ("won", True))
        self.assertEqual(answer["day"]["lines"], [])
        answer = self._day().finish_line(f"ordered-{deal.id}")
        self.assertFalse(answer["done"])
        self.assertIn("changed meanwhile", answer["message"])

    def test_not_somebody_elses(self):
        deal = self._ordered(
            user_id=self.user_other_team.id, team_id=self.team_other.id
        )
        answer = self._day().finish_line(f"ordered-{deal.id}")
        self.assertFalse(answer["done"])
        self.assertEqual(deal.won_status, "pending")

    def test_an_absent_colleagues(self):
        self.user_sales.group_ids |= self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        absent = self.user_other_team
        deal = self._ordered(user_id=absent.id, team_id=self.team_other.id)
        with self._covering(absent):
            self.assertEqual(self._line(deal)["responsible"], absent.name)
            self.assertTrue(self._day().finish_line(f"ordered-{deal.id}")["done"])
        self.assertEqual(deal.won_status, "won")

    def test_who_may_only_look_is_offered_no_button(self):
        deal = self._ordered(user_id=self.user_sales_management.id)
        line = self._line(deal, self.user_sales_management)
        self.assertFalse(line["can_finish"])
        key = f"ordered-{deal.id}"
        answer = self._day(self.user_sales_management).finish_line(key)
        self.assertFalse(answer["done"])

    def test_what_the_stage_requires_is_asked_for(self):
        deal = self._ordered(expected_revenue=0)
        self.env["playbook.procedure"].create(
            {
                "name": "Won",
                "instruction": "<p>Say how much.</p>",
                "example": "4,200 €",
                "moment": "won",
                "state": "enforce",
                "requirement_ids": [
                    Command.create(
                        {
                            "field_name": "date_deadline",
                            "reason": "The forecast is made from it",
                        }
                    )
                ],
            }
        )
        with self.assertRaises(PlaybookGateError), self.cr.savepoint():
            self._day().finish_line(f"ordered-{deal.id}")
        self.assertEqual(deal.won_status, "pending")
        deal.date_deadline = fields.Date.today()
        self.assertTrue(self._day().finish_line(f"ordered-{deal.id}")["done"])

    def test_the_same_queries_for_3_and_30(self):
        self._ordered(3)
        self._get()
        few = self._count_queries(self._day().get_my_day)
        self._ordered(27)
        self._get()
        self.assertEqual(self._count_queries(self._day().get_my_day), few)


@tagged("post_install", "-at_install")
class TestBannerOfOrderedDeals(OrderedCommon):
    def _banner(self, deal, user=None):
        return deal.with_user(user or self.user_sales).playbook_confirmed_orders

    def test_it_names_the_orders(self):
        deal = self._ordered()
        second = self._create_order(self.customer, opportunity_id=deal.id)
        self._confirm(second)
        deal.invalidate_recordset()
        first, second = deal.order_ids.sorted("id").mapped("name")
        self.assertEqual(self._banner(deal), f"{first}, {second}")
        self.assertEqual(
            Form(deal.with_user(self.user_sales)).playbook_confirmed_orders,
            f"{first}, {second}",
        )

    def test_who_is_shown_it(self):
        deal = self._ordered()
        for user, shown in (
            (self.user_sales, True),
            (self.user_sales_management, False),
        ):
            with self.subTest(user.login):
                deal.invalidate_recordset()
                self.assertEqual(bool(self._banner(deal, user)), shown)
        deal.with_user(self.user_sales).action_set_won_rainbowman()
        deal.invalidate_recordset()
        self.assertFalse(self._banner(deal))

    def test_nothing_to_offer(self):
        lead, deal = self._ordered(type="lead"), self._deal(self.customer)
        self._create_order(self.customer, opportunity_id=deal.id)
        for record in (lead, deal):
            self.assertFalse(self._banner(record))
        self.assertFalse(self.env["crm.lead"].new({}).playbook_confirmed_orders)

    def test_not_on_odoos_own_form(self):
        for user, there in ((self.user_sales, True), (self.user_salesperson, False)):
            leads = self.env["crm.lead"].with_user(user)
            arch = etree.fromstring(leads.get_view(None, "form")["arch"])
            found = arch.find(".//field[@name='playbook_confirmed_orders']")
            with self.subTest(user.login):
                self.assertEqual(found is not None, there)

    def test_the_button_asks_for_rights(self):
        deal = self._ordered()
        with self.assertRaises(AccessError), self.cr.savepoint():
            deal.with_user(self.user_sales_management).action_set_won_rainbowman()

    def test_the_same_queries_for_3_and_30(self):
        few, many = self._ordered(3), self._ordered(30)
        queries = [
            self._count_queries(
                lambda deals=deals: deals.with_user(self.user_sales).mapped(
                    "playbook_confirmed_orders"
                )
            )
            for deals in (few, few, many)
        ]
        self.assertEqual(queries[1], queries[2])
