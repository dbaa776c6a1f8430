"""My Role: one's profiles, how one works in them, what one decides."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .screen_common import WORKING, ScreenCommon
from .views_common import open_action


@tagged("post_install", "-at_install")
class TestMyRole(ScreenCommon):
    def _mine(self, user):
        action = self.env.ref("crm_playbook.playbook_profile_action_my_role")
        env = self.env(user=user)
        values = action.with_env(env).sudo()._get_action_dict()
        values["views"] = [(False, "kanban"), (False, "form")]
        open_action(env, values)
        return env["playbook.profile"].search([("user_ids", "in", user.id)])

    def test_each_profile_finds_its_own(self):
        for name in (*WORKING, "configurator"):
            mine = self._mine(getattr(self, f"user_{name}"))
            with self.subTest(name):
                self.assertEqual(mine, self.env.ref(f"crm_playbook.profile_{name}"))
                self.assertTrue(mine.guide)
                self.assertTrue(mine.mission)
                self.assertIn("My Day", mine.expectations)

    def test_all_of_them_in_a_company_of_one(self):
        self.assertEqual(len(self._mine(self.user_everything)), 5)

    def test_what_i_decide(self):
        director = self._mine(self.user_sales_management)
        self.assertIn("Switch a workflow live", director.decisions)
        self.assertIn("Nothing that has to be", self._mine(self.user_sales).decisions)

    def test_what_is_written_down_cannot_break_the_page(self):
        decision = self.env.ref("crm_playbook.decision_workflow_live")
        decision.name = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self._mine(self.user_sales_management).decisions)

    def test_the_guide_is_edited_by_the_configurator_alone(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        profile.with_user(self.user_configurator).guide = "<p>Call first.</p>"
        self.assertIn("Call first", self._mine(self.user_sales).guide)
        for name in WORKING:
            with self.subTest(name), self.assertRaises(AccessError):
                profile.with_user(getattr(self, f"user_{name}")).guide = "Mine"

    def test_the_level_is_told(self):
        self.env.ref("crm_playbook.profile_sales").level = "2"
        self.assertIn("2 - Practised", self._mine(self.user_sales).expectations)
