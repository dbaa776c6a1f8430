"""The first screen of a member: that of their first profile, unless they chose one."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL


@tagged("post_install", "-at_install")
class TestProfileHome(HttpCase):
    def _user(self, *profiles):
        groups = [f"crm_playbook.group_{profile}" for profile in profiles]
        return new_test_user(
            self.env,
            "home",
            password="home_password",
            groups=",".join([INTERNAL, *groups]),
        )

    def _home(self, user):
        """What the web client is told when ``user`` opens Odoo."""
        self.authenticate(user.login, "home_password")
        return self.make_jsonrpc_request("/web/session/get_session_info", {})[
            "home_action_id"
        ]

    def _action(self, menu):
        return self.env.ref(menu).action.id

    def test_each_profile_lands_on_its_first_screen(self):
        self.env.ref(INTERNAL)._apply_group(self.env.ref("crm.group_use_lead"))
        homes = {
            "sales": "crm.menu_crm_opportunities",
            "marketing": "crm.crm_menu_leads",
            "customer_service": "crm.res_partner_menu_customer",
            "sales_management": "crm_playbook.crm_lead_overview_menu",
        }
        user = self._user()
        for profile, menu in homes.items():
            group = self.env.ref(f"crm_playbook.group_{profile}")
            user.group_ids = [Command.set([self.env.ref(INTERNAL).id, group.id])]
            with self.subTest(profile):
                self.assertEqual(self._home(user), self._action(menu))

    def test_the_first_profile_counts(self):
        user = self._user("sales_management", "customer_service")
        self.assertEqual(
            self._home(user), self._action("crm.res_partner_menu_customer")
        )
        self.env.ref("crm_playbook.profile_sales_management").sequence = 0
        self.assertEqual(
            self._home(user), self._action("crm_playbook.crm_lead_overview_menu")
        )

    def test_a_screen_that_is_not_seen_is_passed_over(self):
        self.env.ref(INTERNAL)._remove_group(self.env.ref("crm.group_use_lead"))
        user = self._user("marketing", "sales_management")
        self.assertEqual(
            self._home(user), self._action("crm_playbook.crm_lead_overview_menu")
        )
        menu = self.env.ref("crm_playbook.crm_lead_overview_menu")
        menu.active = False
        self.assertFalse(self._home(user))
        # Odoo's menu says that it is seen, and this addon hides it.
        profile = self.env.ref("crm_playbook.profile_sales_management")
        profile.home_menu_id = self.env.ref("crm.menu_crm_opportunities")
        self.assertFalse(self._home(user))

    def test_the_own_action_wins(self):
        user = self._user("sales")
        user.action_id = self.env.ref("base.action_partner_form").id
        self.assertEqual(self._home(user), user.action_id.id)

    def test_who_has_no_profile_lands_where_odoo_says(self):
        user = self._user()
        self.assertFalse(self._home(user))
        user.action_id = self.env.ref("base.action_partner_form").id
        self.assertEqual(self._home(user), user.action_id.id)

    def test_a_configurator_without_a_first_screen_lands_where_odoo_says(self):
        self.assertFalse(self._home(self._user("configurator")))
