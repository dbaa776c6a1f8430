"""What is refused of profiles and departments, and what the message says."""

import re

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .profile_common import PROFILES, ProfileCommon


@tagged("post_install", "-at_install")
class TestProfileRefusals(ProfileCommon):
    def test_a_profile_without_a_group_is_refused(self):
        Profile = self.env["playbook.profile"].with_user(self.manager)
        with self._refused(UserError, "“Inside”.*New Profile"):
            Profile.create({"name": "Inside"})

    def test_a_group_has_one_profile(self):
        group = self.env.ref("crm_playbook.group_sales")
        Profile = self.env["playbook.profile"].with_user(self.manager)
        message = "Sales / Member belongs to the profile “Sales” already.*another"
        with self._refused(ValidationError, message):
            Profile.create({"name": "Inside", "group_id": group.id})
        other = self._make_profile(self._make_group("Inside"))
        with self._refused(ValidationError, message):
            other.group_id = group

    @mute_logger("odoo.sql_db")
    def test_a_group_taken_meanwhile_is_refused_in_words(self):
        group = self._make_group("Inside")
        values = {"name": "Inside", "group_id": group.id}
        with self._refused(
            ValidationError, "This group belongs to another profile already"
        ):
            self._as_told(
                lambda: self.env["playbook.profile"].create([values, values]),
                "playbook.profile",
            )

    def test_a_group_that_makes_administrators_or_no_member_is_refused(self):
        group_user = self.env.ref("crm_playbook.group_user")
        administrator = self._make_group("Chief")
        administrator.implied_ids += self.env.ref("base.group_erp_manager")
        stranger = self.env["res.groups"].create({"name": "Stranger"})
        for group in (administrator, stranger, group_user):
            with (
                self.subTest(group.name),
                self._refused(
                    ValidationError,
                    f"{group.full_name} cannot .* “Inside”.*New Profile",
                ),
            ):
                self._make_profile(group)

    def test_the_given_group_is_a_level_of_the_group(self):
        profile = self._profile("customer_service").with_user(self.manager)
        with self._refused(ValidationError, "“Customer Service”.*levels"):
            profile.given_group_id = self.env.ref("crm_playbook.group_marketing")

    def test_a_department_in_use_is_not_deleted(self):
        profile = self._make_profile(self._make_group("Inside"))
        department = self.env["playbook.department"].create({"name": "Inside Team"})
        profile.department_id = department
        message = "“Inside Team” cannot.*profiles Inside.*another department"
        for active in (True, False):
            profile.active = active
            with self._refused(UserError, message):
                department.with_user(self.user_configurator).unlink()
        profile.department_id = False
        department.with_user(self.user_configurator).unlink()
        self.assertFalse(department.exists())

    @mute_logger("odoo.sql_db")
    def test_two_departments_of_one_name_are_refused_in_words(self):
        with self._refused(
            ValidationError, "There is a department with this name already"
        ):
            self._as_told(
                lambda: self.env["playbook.department"].create({"name": "Sales"}),
                "playbook.department",
            )

    def test_shipped_and_used_profiles_are_kept(self):
        for name in PROFILES:
            with self._refused(UserError, "came with CRM Playbook.*Archive"):
                self._profile(name).with_user(self.manager).unlink()
        profile = self._make_profile(self._make_group("Inside")).with_user(self.manager)
        profile.user_ids = self.user_without_profile
        message = f"“Inside” has members .{re.escape(self.user_without_profile.name)}"
        with self._refused(UserError, message):
            profile.active = False
        with self._refused(UserError, message):
            profile.unlink()
        profile.user_ids = False
        profile.active = False
        profile.unlink()
        self.assertFalse(profile.exists())

    def test_a_profile_that_others_need_is_kept(self):
        model = self._make_profile(self._make_group("Inside")).with_user(self.manager)
        after = self._make_profile(
            self._make_group("After"), "After", model_id=model.id
        )
        for active in (True, False):
            after.active = active
            with self._refused(UserError, "“Inside”.*After was made after it"):
                model.unlink()
        after.unlink()
        decision = self.env["playbook.decision.type"].create(
            {"name": "Discounts", "decider_ids": [Command.set(model.ids)]}
        )
        with self._refused(UserError, "“Inside”.*decide “Discounts”"):
            model.unlink()
        decision.decider_ids += self._profile("sales")
        model.unlink()

    def test_duplicating_is_refused(self):
        with self._refused(UserError, "New Profile and choose “Sales”"):
            self._profile("sales").with_user(self.manager).copy()

    def test_a_profile_is_not_made_after_itself(self):
        model = self._make_profile(self._make_group("Inside"))
        after = self._make_profile(
            self._make_group("After"), "After", model_id=model.id
        )
        with self._refused(ValidationError, "after itself"):
            model.model_id = after

    # ------------------------------------------------------------------
    # Never more than its model
    # ------------------------------------------------------------------

    def _grant(self, group, model, **rights):
        return self.env["ir.model.access"].create(
            {
                "name": "More",
                "model_id": self.env["ir.model"]._get_id(model),
                "group_id": group.id,
                **{f"perm_{right}": True for right in rights or {"read": True}},
            }
        )

    def test_a_profile_grants_no_more_than_its_model(self):
        marketing = self._profile("marketing")
        group = self._make_group("Inside")
        profile = self._make_profile(group)
        profile.model_id = marketing
        profile.model_id = False
        line = self._grant(group, "sale.order")
        message = "“Inside” would grant more than “Marketing”.*read on Sales Order"
        with self._refused(ValidationError, message):
            profile.with_user(self.manager).model_id = marketing
        line.unlink()
        self._grant(group, "crm.lead", read=True, unlink=True)
        with self._refused(ValidationError, "delete on Lead"):
            profile.with_user(self.manager).model_id = marketing

    def test_a_profile_without_the_rules_of_its_model_grants_more(self):
        service = self._profile("customer_service")
        group = self._make_group("Inside")
        self._grant(group, "account.move")
        with self._refused(ValidationError, "read on Journal Entry"):
            self._make_profile(group, model_id=service.id)
        self.env["ir.rule"].create(
            {
                "name": "Invoices",
                "model_id": self.env["ir.model"]._get_id("account.move"),
                "domain_force": "[('move_type', 'in', ('out_invoice', 'out_refund'))]",
                "groups": [Command.set(group.ids)],
            }
        )
        self.assertTrue(self._make_profile(group, model_id=service.id))

    def test_a_wider_group_given_to_members_counts(self):
        model = self._make_profile(self._make_group("Inside"))
        group = self._make_group("After")
        wider = self._make_group("Wider")
        wider.implied_ids += group | self.env.ref("sales_team.group_sale_salesman")
        profile = self._make_profile(group, "After", model_id=model.id)
        with self._refused(ValidationError, "more than “Inside”"):
            profile.with_user(self.manager).given_group_id = wider
