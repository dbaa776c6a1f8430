"""Profiles and departments: what is shipped, and who may read and change what."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .profile_common import PROFILES, ProfileCommon

IR_MODEL = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
class TestProfile(ProfileCommon):
    def test_five_profiles_are_shipped_with_their_groups_and_departments(self):
        shipped = self.env["playbook.profile"].search([("is_shipped", "=", True)])
        self.assertEqual(len(shipped), len(PROFILES))
        for name, (department, given) in PROFILES.items():
            with self.subTest(name):
                profile = self._profile(name)
                self.assertIn(profile, shipped)
                self.assertEqual(
                    profile.group_id, self.env.ref(f"crm_playbook.group_{name}")
                )
                self.assertEqual(
                    profile.department_id,
                    self.env.ref(f"crm_playbook.department_{department}"),
                )
                given = self.env.ref(given) if given else self.env["res.groups"]
                self.assertEqual(profile.given_group_id, given)
                self.assertTrue(profile.mission and profile.guide)

    def test_members_read_profiles_and_others_do_not(self):
        for name in PROFILES:
            user = getattr(self, f"user_{name}")
            read = self._profile("sales").with_user(user)
            self.assertTrue(read.name and read.user_count and read.user_ids)
            self.assertTrue(read.department_id.name)
        for user in (self.user_without_profile, self.user_portal, self.user_public):
            with self.assertRaises(AccessError), mute_logger(IR_MODEL):
                self._profile("sales").with_user(user).read(["name"])
            with self.assertRaises(AccessError), mute_logger(IR_MODEL):
                self.env["playbook.department"].with_user(user).search([])

    def test_groups_of_a_profile_are_told_to_who_manages_them_alone(self):
        profile = self._profile("sales")
        for name in PROFILES:
            with self.assertRaises(AccessError):
                profile.with_user(getattr(self, f"user_{name}")).read(["group_id"])
        self.assertTrue(profile.with_user(self.manager).read(["group_id"]))

    def test_configurator_writes_texts_department_first_screen_and_order(self):
        profile = self._profile("sales").with_user(self.user_configurator)
        values = {
            "name": "Selling",
            "mission": "Sell.",
            "department_id": self.env.ref("crm_playbook.department_systems").id,
            "home_menu_id": self.env.ref("crm.res_partner_menu_customer").id,
            "sequence": 3,
        }
        profile.write({**values, "guide": "<p>Call.</p>"})
        self.assertEqual(profile.guide, "<p>Call.</p>")
        self.assertRecordValues(profile, [values])

    def test_configurator_changes_no_access_and_no_members(self):
        profile = self._profile("sales").with_user(self.user_configurator)
        group = self.env.ref("crm_playbook.group_sales_management")
        forbidden = {
            "group_id": group.id,
            "given_group_id": group.id,
            "model_id": self._profile("marketing").id,
            "is_shipped": False,
            "decision_type_ids": [Command.clear()],
            "user_ids": [Command.link(self.user_configurator.id)],
        }
        for name, value in forbidden.items():
            with (
                self.subTest(name),
                self._refused(AccessError, "“Sales” may do.*Access Rights"),
            ):
                profile.write({name: value})
        self.assertNotIn(self.user_configurator, self._profile("sales").user_ids)
        with (
            mute_logger(IR_MODEL),
            self.assertRaises(AccessError),
        ):
            profile.create({"name": "Mine", "group_id": group.id})
        with (
            mute_logger(IR_MODEL),
            self.assertRaises(AccessError),
        ):
            profile.unlink()
        # Nor through its department, of which the profiles are a list.
        with self._refused(AccessError, "Access Rights"):
            profile.department_id.write(
                {
                    "profile_ids": [
                        Command.update(
                            profile.id,
                            {"user_ids": [Command.link(self.user_configurator.id)]},
                        )
                    ]
                }
            )

    @mute_logger(IR_MODEL)
    def test_nobody_else_writes_anything(self):
        for name in set(PROFILES) - {"configurator"}:
            user = getattr(self, f"user_{name}")
            for values in ({"name": "Mine"}, {"active": False}, {"sequence": 1}):
                with self.subTest(name, values=values), self.assertRaises(AccessError):
                    self._profile("marketing").with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.env["playbook.department"].with_user(user).create({"name": "X"})

    @mute_logger(IR_MODEL)
    def test_who_may_not_create_learns_nothing_of_groups(self):
        group = self.env.ref("crm_playbook.group_sales")
        for user in (self.user_sales, self.user_without_profile, self.user_portal):
            with self.assertRaises(AccessError) as refused:
                self.env["playbook.profile"].with_user(user).create(
                    {"name": "Mine", "group_id": group.id}
                )
            self.assertNotIn("belongs to", str(refused.exception))
