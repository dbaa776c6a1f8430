from odoo.tests import tagged

from .common import PROFILE_GROUPS
from .sales_management_common import SalesManagementCommon
from .views_common import open_action


@tagged("post_install", "-at_install")
class TestProfileMenus(SalesManagementCommon):
    """Every menu that a profile sees in CRM opens; none says "access denied"."""

    def test_every_menu_opens(self):
        root = self.env.ref("crm.crm_menu_root")
        for on in (True, False):
            self._switch_leads(on=on)
            for profile in PROFILE_GROUPS:
                user = getattr(self, f"user_{profile}")
                menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
                self.assertIn(root.id, menus, profile)
                below = [menu for menu in menus.values() if menu["appID"] == root.id]
                self.assertGreater(len(below), 3)
                for menu in below:
                    with self.subTest(profile, menu=menu["xmlid"], leads=on):
                        self._open(menu, user)

    def _open(self, menu, user):
        if not menu["actionID"]:
            self.assertTrue(menu["children"])
            return
        action = self.env[menu["actionModel"]].with_user(user).browse(menu["actionID"])
        if action._name == "ir.actions.server":
            values = action.run()
        else:
            values = action.sudo()._get_action_dict()
        if values and values.get("res_model"):
            kinds = values["view_mode"].split(",")
            values["views"] = values.get("views") or [(False, kind) for kind in kinds]
            open_action(action.env, values)

    def test_the_configurator_enters_crm_without_reading_leads(self):
        Menu = self.env["ir.ui.menu"]
        pipeline = self.env.ref("crm.menu_crm_opportunities").id
        overview = self.env.ref("crm_playbook.crm_lead_overview_menu").id
        readers = {"marketing", "customer_service", "sales_management"}
        for profile in (*PROFILE_GROUPS, "salesperson"):
            menus = Menu.with_user(getattr(self, f"user_{profile}")).load_menus(False)
            with self.subTest(profile):
                self.assertEqual(pipeline in menus, profile in ("sales", "salesperson"))
                self.assertEqual(overview in menus, profile in readers)

    def test_no_crm_menu_for_who_has_neither_sales_nor_a_profile(self):
        root = self.env.ref("crm.crm_menu_root").id
        user = self.user_without_profile
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        self.assertNotIn(root, menus)

    def test_the_configurator_finds_all_that_it_configures(self):
        """Without developer mode and without Sales / Administrator."""
        menus = self.env["ir.ui.menu"].with_user(self.user_configurator)
        found = {menu["xmlid"] for menu in menus.load_web_menus(False).values()}
        self.assertLessEqual(
            {
                "crm_playbook.crm_stage_menu",
                "crm.crm_team_config",
                "crm.crm_team_menu_config_activity_types",
                "crm.menu_crm_lost_reason",
                "crm_playbook.utm_source_menu",
                "crm_playbook.res_partner_industry_menu",
                "crm_playbook.playbook_profile_menu",
            },
            found,
        )
