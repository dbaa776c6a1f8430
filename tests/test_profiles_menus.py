from odoo.tests import tagged

from .sales_management_common import SalesManagementCommon
from .views_common import open_action


@tagged("post_install", "-at_install")
class TestProfileMenus(SalesManagementCommon):
    """Every menu that a profile sees in CRM opens; none says "access denied"."""

    def test_every_menu_opens(self):
        root = self.env.ref("crm.crm_menu_root")
        for on in (True, False):
            self._switch_leads(on=on)
            for profile in ("sales_management", "configurator", "sales"):
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
        for profile in ("configurator", "sales_management", "sales", "salesperson"):
            menus = Menu.with_user(getattr(self, f"user_{profile}")).load_menus(False)
            with self.subTest(profile):
                self.assertEqual(pipeline in menus, profile != "configurator")

    def test_no_crm_menu_for_who_has_neither_sales_nor_a_profile_with_screens(self):
        root = self.env.ref("crm.crm_menu_root").id
        for profile in ("marketing", "customer_service", "without_profile"):
            user = getattr(self, f"user_{profile}")
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertNotIn(root, menus, profile)
