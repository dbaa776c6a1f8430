from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.hooks import _give_configurator_to_administrators

from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon


@tagged("post_install", "-at_install")
class TestProfileGroups(CrmPlaybookCommon):
    def _groups(self):
        return self.env["res.groups"].union(
            *(self.env.ref(xmlid) for xmlid in PROFILE_GROUPS.values())
        )

    def test_each_profile_has_a_privilege_of_its_own(self):
        """Groups of one privilege exclude each other on Odoo's user form."""
        privileges = self._groups().privilege_id
        self.assertEqual(len(privileges), len(PROFILE_GROUPS))
        self.assertEqual(
            privileges.category_id,
            self.env.ref("crm_playbook.module_category_playbook"),
        )

    def test_a_person_may_hold_all_profiles(self):
        user = new_test_user(
            self.env,
            "playbook_all",
            groups=",".join([INTERNAL, *PROFILE_GROUPS.values()]),
        )
        for xmlid in PROFILE_GROUPS.values():
            self.assertTrue(user.has_group(xmlid))

    def test_every_profile_implies_the_playbook_user_and_only_sales_more(self):
        user_group = self.env.ref("crm_playbook.group_user")
        internal = self.env.ref(INTERNAL)
        salesman = self.env.ref("sales_team.group_sale_salesman")
        for name, xmlid in PROFILE_GROUPS.items():
            with self.subTest(name):
                group = self.env.ref(xmlid)
                self.assertIn(user_group, group.all_implied_ids)
                self.assertIn(internal, group.all_implied_ids)
                self.assertEqual(salesman in group.all_implied_ids, name == "sales")

    def test_installing_gives_administrators_the_configurator_and_others_nothing(self):
        administrator = new_test_user(
            self.env, "playbook_admin", groups=f"{INTERNAL},base.group_system"
        )
        before = {
            user: user.all_group_ids
            for user in self.env["res.users"].search([])
            if not user.has_group("base.group_system")
        }
        _give_configurator_to_administrators(self.env)
        self.assertTrue(administrator.has_group("crm_playbook.group_configurator"))
        self.assertEqual(before, {user: user.all_group_ids for user in before})

    def test_giving_a_profile_does_not_make_an_administrator(self):
        for name in PROFILE_GROUPS:
            with self.subTest(name):
                user = getattr(self, f"user_{name}")
                self.assertFalse(user.has_group("base.group_system"))
                self.assertFalse(user.has_group("base.group_erp_manager"))
