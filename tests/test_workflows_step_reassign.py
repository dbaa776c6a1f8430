"""Giving to somebody else: as Sales Management does it, told once."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepReassign(StepCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_next = cls.user_sales.copy({"login": "next", "name": "Next Person"})
        cls.team.member_ids |= cls.user_next

    def _reassign(self, target="opportunity", **values):
        values = {
            "assign_to": "user",
            "assign_user_id": self.user_next.id,
            **values,
        }
        return self._create_step("reassign", target, **values)

    def test_gives_and_tells_once(self):
        deals = self._create_deals(3)
        mails = self._mails()
        done = self._carry_out(self._reassign(), deals)
        self.env.flush_all()
        self.assertEqual(deals.user_id, self.user_next)
        self.assertEqual(deals.team_id, self.team)
        self.assertEqual({each.user_id for each in done}, {self.user_next.id})
        words = "From Playbook sales to Next Person"
        self.assertEqual({each.detail for each in done}, {words})
        message = self._bell(self.user_next)
        self.assertEqual(len(message), 1)
        self.assertEqual(message.body.count("data-oe-id"), 3)
        self.assertEqual(self._mails(), mails)
        self.assertIn("by the workflow “Test steps”", deals[0].message_ids[0].body)

    def test_one_alone_is_told_on_it(self):
        deal = self._create_deals(1)
        self._carry_out(self._reassign(), deal)
        self.assertEqual(self._bell(self.user_next).res_id, deal.id)

    def test_to_the_leader(self):
        deals = self._create_deals(2)
        deals[1].user_id = self.user_team_leader
        done = self._carry_out(
            self._reassign(assign_to="leader", assign_user_id=False), deals
        )
        self.assertEqual(deals.user_id, self.user_team_leader)
        self.assertEqual(done[1].detail, f"{self.user_team_leader.name} has it already")
        with self.assertRaisesRegex(UserError, "There is nobody whom"):
            self._carry_out(
                self._reassign(assign_to="leader", assign_user_id=False),
                deals,
                leader_id=None,
            )

    def test_nobodys_before(self):
        [done] = self._carry_out(self._reassign(), self._create_deals(1, user_id=False))
        self.assertEqual(done.detail, "Nobody's before; to Next Person")

    def test_activities_go_along(self):
        deal = self._create_deals(1)
        activity = deal.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_sales.id
        )
        self._carry_out(self._reassign(), deal)
        self.assertEqual(activity.user_id, self.user_next)

    def test_needs_sales_management(self):
        step = self._reassign()
        deal = self._create_deals(1)
        with self.assertRaisesRegex(AccessError, "profile Sales Management"):
            self._carry_out(step, deal, self.user_marketing)
        with self.assertRaisesRegex(UserError, "Playbook marketing does not have it"):
            step._check_can_run_as(self.user_marketing)
        step._check_can_run_as(self.user_sales_management)
        self.assertEqual(deal.user_id, self.user_sales)

    def test_new_person_must_sell(self):
        step = self._reassign(assign_user_id=self.user_marketing.id)
        with self.assertRaisesRegex(UserError, "does not sell"):
            step._check_can_run_as(self.user_sales_management)
        with self.assertRaisesRegex(UserError, "does not sell"):
            self._carry_out(step, self._create_deals(1))

    def test_who_has_left_gets_nothing(self):
        step = self._reassign()
        self.user_next.active = False
        with self.assertRaisesRegex(UserError, "Next Person does not work here any"):
            self._carry_out(step, self._create_deals(1))
        self.assertIn("does not work here any more", step._get_problems()[0])

    def test_other_company_is_refused(self):
        step = self._reassign(assign_user_id=self.user_other_company.id)
        deal = self._create_deals(1, company_id=self.env.company.id)
        with self.assertRaises(UserError):
            self._carry_out(step, deal)

    def test_customers_with_the_run_as_users_rights(self):
        step = self._reassign("partner")
        customers = self._create_customers(2)
        with self.assertRaises(AccessError):
            self._carry_out(step, customers, self.user_sales_management)
        with self.assertRaisesRegex(UserError, "may not write Customers"):
            step._check_can_run_as(self.user_sales_management)
        self._carry_out(step, customers, self.user_marketing)
        self.assertEqual(customers.user_id, self.user_next)
        self.assertEqual(len(self._bell(self.user_next)), 1)

    def test_quotations(self):
        step = self._reassign("order")
        order = self._create_order(
            self._create_customers(1), user_id=self.user_sales.id
        )
        self._carry_out(step, order, self.user_sales)
        self.assertEqual(order.user_id, self.user_next)

    def test_few_and_many_cost_the_same(self):
        self.assertSameCost(self._reassign(), self._create_deals)
        self.assertSameCost(
            self._reassign("partner"), self._create_customers, self.user_marketing
        )
        # Odoo looks for a team for each lead; here once for all.
        self.team.member_ids -= self.user_next
        self.assertSameCost(self._reassign(), self._create_deals)

    def test_who_is_in_another_team_gets_it_into_that_team(self):
        self.team.member_ids -= self.user_next
        self.team_other.member_ids |= self.user_next
        deals = self._create_deals(2)
        deals[1].type = "lead"
        self._carry_out(self._reassign(), deals)
        self.assertEqual(deals.team_id, self.team_other)
