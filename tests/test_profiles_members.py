"""Members are one list, written from either side."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .profile_common import ProfileCommon


@tagged("post_install", "-at_install")
class TestProfileMembers(ProfileCommon):
    def test_members_are_the_users_of_the_group(self):
        profile = self._profile("marketing").with_user(self.manager)
        user = self.user_without_profile
        profile.user_ids += user
        self.assertTrue(user.has_group("crm_playbook.group_marketing"))
        self.assertIn(profile, user.playbook_profile_ids)
        count = profile.user_count
        user.group_ids -= self.env.ref("crm_playbook.group_marketing")
        self.assertNotIn(user, profile.user_ids)
        self.assertEqual(profile.user_count, count - 1)
        user.group_ids += self.env.ref("crm_playbook.group_marketing")
        self.assertIn(user, profile.user_ids)
        profile.write({"user_ids": [Command.unlink(user.id)]})
        self.assertFalse(user.playbook_profile_ids)
        self.assertIn(self.env.ref("base.group_partner_manager"), user.group_ids)

    def test_profiles_and_members_are_searched(self):
        Profile = self.env["playbook.profile"].with_user(self.user_sales)
        Users = self.env["res.users"].with_user(self.user_sales)
        sales = self._profile("sales")
        self.assertEqual(
            Profile.search([("user_ids", "in", self.user_sales.ids)]), sales
        )
        self.assertEqual(Profile.search([("user_ids", "=", self.user_sales.id)]), sales)
        self.assertNotIn(
            sales, Profile.search([("user_ids", "not in", self.user_sales.ids)])
        )
        self.assertEqual(
            Profile.search([("user_ids", "ilike", self.user_marketing.name)]),
            self._profile("marketing"),
        )
        found = Users.search([("playbook_profile_ids", "in", sales.ids)])
        self.assertEqual(found, sales.user_ids)
        self.assertEqual(
            Users.search([("playbook_profile_ids", "ilike", "Marketing")]),
            self._profile("marketing").user_ids,
        )
        without = Users.search([("playbook_profile_ids", "=", False)])
        self.assertIn(self.user_without_profile, without)
        self.assertIn(self.user_salesperson, without)
        self.assertFalse(without & sales.user_ids)
        with_any = Users.search([("playbook_profile_ids", "!=", False)])
        self.assertFalse(with_any & without)
        self.assertIn(self.user_marketing, with_any)
        either = Users.search([("playbook_profile_ids", "in", [sales.id, False])])
        self.assertEqual(either, found | without)

    def test_profiles_without_members_are_found_archived_ones_too(self):
        profile = self._make_profile(self._make_group("Inside"))
        Profile = self.env["playbook.profile"]
        self.assertIn(profile, Profile.search([("user_ids", "=", False)]))
        profile.user_ids = self.user_without_profile
        self.assertNotIn(profile, Profile.search([("user_ids", "=", False)]))
        self.assertIn(profile, Profile.search([("user_ids", "!=", False)]))

    def test_members_who_left_are_no_members_and_keep_their_profile(self):
        profile = self._profile("marketing").with_user(self.manager)
        self.user_marketing.active = False
        self.assertNotIn(self.user_marketing, profile.user_ids)
        profile.user_ids = self.user_without_profile
        self.user_marketing.active = True
        self.assertIn(self.user_marketing, profile.user_ids)

    def test_a_new_member_gets_the_widest_level_and_an_old_one_keeps_theirs(self):
        profile = self._profile("customer_service").with_user(self.manager)
        everything = self.env.ref("crm_playbook.group_customer_service_all")
        own = self.env.ref("crm_playbook.group_customer_service")
        old = self.user_customer_service
        old.group_ids = self.env.ref("base.group_user") | own
        profile.user_ids += self.user_without_profile
        self.assertIn(everything, self.user_without_profile.group_ids)
        self.assertIn(old, profile.user_ids)
        self.assertIn(own, old.group_ids)
        self.assertNotIn(everything, old.all_group_ids)

    def test_taking_a_profile_takes_any_level(self):
        profile = self._profile("customer_service").with_user(self.manager)
        for level in ("", "_team", "_all"):
            user = new_test_user(
                self.env,
                f"service{level}",
                groups=f"base.group_user,crm_playbook.group_customer_service{level}",
            )
            self.assertIn(user, profile.user_ids)
            profile.user_ids -= user
            self.assertFalse(user.has_group("crm_playbook.group_user"), level)
            self.assertTrue(user.has_group("base.group_user"))

    def test_a_profile_that_comes_with_another_group_is_not_taken_alone(self):
        chief = self.env["res.groups"].create({"name": "Chief"})
        chief.implied_ids = self.env.ref("crm_playbook.group_marketing")
        user = self.user_without_profile
        user.group_ids += chief
        profile = self._profile("marketing").with_user(self.manager)
        self.assertIn(user, profile.user_ids)
        with self._refused(UserError, "“Marketing”.*Chief includes it"):
            profile.user_ids -= user

    def test_portal_users_are_no_members(self):
        with self.assertRaises(ValidationError):
            self._profile("sales").user_ids += self.user_portal
