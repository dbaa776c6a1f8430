"""The first screen of a member: that of their first profile, unless they chose one."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL, PROFILE_GROUPS

MY_DAY = "crm_playbook.playbook_my_day_menu"
CUSTOMERS = "crm_playbook.res_partner_customers_menu"
OVERVIEW = "crm_playbook.crm_lead_overview_menu"


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

    def test_each_profile_lands_on_my_day(self):
        user = self._user()
        for profile, xmlid in PROFILE_GROUPS.items():
            group = self.env.ref(xmlid)
            user.group_ids = [Command.set([self.env.ref(INTERNAL).id, group.id])]
            with self.subTest(profile):
                self.assertEqual(self._home(user), self._action(MY_DAY))

    def test_who_installed_the_addon_and_sells_keeps_odoos_screens(self):
        user = self._user("configurator")
        menu = self.env.ref("crm.menu_crm_opportunities")
        report = self.env.ref("crm.crm_menu_report")
        Menu = self.env["ir.ui.menu"].with_user(user)
        self.assertNotIn(menu.id, Menu.load_menus(False))
        user.group_ids |= self.env.ref("sales_team.group_sale_manager")
        self.assertFalse(self._home(user))
        shown = Menu.load_menus(False)
        self.assertIn(menu.id, shown)
        self.assertIn(report.id, shown)
        self.assertNotIn(self.env.ref(MY_DAY).id, shown)
        with self.subTest("and another profile"):
            user.group_ids |= self.env.ref("crm_playbook.group_sales")
            self.assertEqual(self._home(user), self._action(MY_DAY))

    def test_the_first_profile_counts(self):
        service = self.env.ref("crm_playbook.profile_customer_service")
        service.home_menu_id = self.env.ref(CUSTOMERS)
        management = self.env.ref("crm_playbook.profile_sales_management")
        management.home_menu_id = self.env.ref(OVERVIEW)
        user = self._user("sales_management", "customer_service")
        self.assertEqual(self._home(user), self._action(CUSTOMERS))
        management.sequence = 0
        self.assertEqual(self._home(user), self._action(OVERVIEW))

    def test_a_screen_that_is_not_seen_is_passed_over(self):
        self.env.ref(INTERNAL)._remove_group(self.env.ref("crm.group_use_lead"))
        marketing = self.env.ref("crm_playbook.profile_marketing")
        marketing.home_menu_id = self.env.ref("crm.crm_menu_leads")
        management = self.env.ref("crm_playbook.profile_sales_management")
        management.home_menu_id = self.env.ref(OVERVIEW)
        user = self._user("marketing", "sales_management")
        self.assertEqual(self._home(user), self._action(OVERVIEW))
        self.env.ref(OVERVIEW).active = False
        self.assertFalse(self._home(user))
        # Odoo's menu says that it is seen, and this addon hides it.
        management.home_menu_id = self.env.ref("crm.menu_crm_opportunities")
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

    def test_a_profile_without_a_first_screen_lands_where_odoo_says(self):
        self.env.ref("crm_playbook.profile_configurator").home_menu_id = False
        self.assertFalse(self._home(self._user("configurator")))
