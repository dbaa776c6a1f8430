"""The three figures above My Day: for each profile its own, and no access error."""

import json
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import PROFILE_GROUPS
from .day_common import DayCommon
from .views_common import open_action

EXPECTED = {
    "sales": ["my_pipeline", "my_won", "without_next_step"],
    "marketing": ["new_leads", "to_prepare", "handed_over"],
    "customer_service": ["my_customers", "deals_of_my_customers", "my_done"],
    "sales_management": ["pipeline", "won", "unassigned"],
    "configurator": ["empty_profiles", "without_profile", "leaderless_teams"],
}


@tagged("post_install", "-at_install")
class TestDayFigures(DayCommon):
    def _figures(self, user=None):
        figures = self._get(user)["figures"]
        return {figure["key"]: figure["value"] for figure in figures}

    def test_each_profile_has_three_that_open(self):
        for on in (True, False):
            self._switch_leads(on=on)
            for profile in PROFILE_GROUPS:
                user = getattr(self, f"user_{profile}")
                figures = self._get(user)["figures"]
                with self.subTest(profile, leads=on):
                    keys = [figure["key"] for figure in figures]
                    self.assertEqual(keys, EXPECTED[profile])
                for figure in figures:
                    action = json.loads(json.dumps(figure["action"]))
                    with self.subTest(profile, figure=figure["key"], leads=on):
                        open_action(self.env(user=user), action)

    def test_who_may_not_see_enough_has_others(self):
        user = self.user_configurator
        for profile in self.env["playbook.profile"].search([]):
            profile.screen = "sales"
        self.env.invalidate_all()
        self.assertEqual(list(self._figures(user)), ["my_done", "my_late", "my_later"])

    def test_who_has_no_screens_has_those_of_sales(self):
        self.env.ref("crm_playbook.profile_sales").screen = "standard"
        self.assertEqual(list(self._figures()), EXPECTED["sales"])

    def test_sales(self):
        deal = self._deal(expected_revenue=1000)
        self._deal(expected_revenue=200)
        self._deal(expected_revenue=7, user_id=self.user_other_team.id)
        self._plan(deal, 3)
        won = self._deal(expected_revenue=55)
        won.action_set_won()
        before = self._deal(expected_revenue=66)
        before.action_set_won()
        before.date_closed = fields.Datetime.now() - timedelta(days=40)
        figures = self._figures()
        self.assertIn("1,200", figures["my_pipeline"])
        self.assertIn("55", figures["my_won"])
        self.assertEqual(figures["without_next_step"], "1")

    def test_marketing(self):
        before = self._figures(self.user_marketing)
        self._create_raw_lead(user_id=False)
        self._create_raw_lead()
        lead = self._create_raw_lead(user_id=False)
        lead.convert_opportunity(lead.partner_id, user_ids=self.user_sales.ids)
        after = self._figures(self.user_marketing)
        grown = {key: int(after[key]) - int(before[key]) for key in after}
        self.assertEqual(grown, {"new_leads": 3, "to_prepare": 1, "handed_over": 1})

    def test_customer_service(self):
        user = self.user_customer_service
        customer = self._create_customer(service_user_id=user.id)
        self._create_contact(customer)
        self._deal(customer)
        self._plan(customer, user=user).action_feedback()
        self.assertEqual(
            self._figures(user),
            {"my_customers": "1", "deals_of_my_customers": "1", "my_done": "1"},
        )

    def test_sales_management(self):
        user = self.user_sales_management
        before = self._get(user)["figures"]
        Lead = self.env["crm.lead"].with_user(user)
        count = Lead.search_count(before[2]["action"]["domain"])
        self._deal(user_id=False)
        self._deal(user_id=self.user_other_team.id)
        self.assertEqual(self._figures(user)["unassigned"], str(count + 1))

    def test_configurator(self):
        user = self.user_configurator
        profile = self.env.ref("crm_playbook.profile_marketing")
        profile.user_ids = [Command.clear()]
        figures = self._get(user)["figures"]
        found = (
            self.env["playbook.profile"]
            .with_user(user)
            .search(figures[0]["action"]["domain"])
        )
        self.assertIn(profile, found)
        people = (
            self.env["res.users"].with_user(user).search(figures[1]["action"]["domain"])
        )
        self.assertIn(self.user_salesperson, people)
        self.assertNotIn(self.user_sales, people)
