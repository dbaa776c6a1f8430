"""Making a profile after another one, with fewer rights: its records, and bad input."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .profile_create_common import ProfileCreateCommon


@tagged("post_install", "-at_install")
class TestProfileCreate(ProfileCreateCommon):
    def test_a_profile_is_made_after_another_one(self):
        profile = self._make("marketing", "Campaigns", mission="Run campaigns.")
        marketing = self._profile("marketing")
        self.assertRecordValues(
            profile,
            [
                {
                    "name": "Campaigns",
                    "mission": "Run campaigns.",
                    "department_id": marketing.department_id.id,
                    "model_id": marketing.id,
                    "home_menu_id": marketing.home_menu_id.id,
                    "is_shipped": False,
                    "user_count": 0,
                }
            ],
        )
        self.assertEqual(
            profile.group_id._get_granted(), marketing.group_id._get_granted()
        )

    def test_its_group_is_offered_on_the_form_of_users(self):
        group = self._make("sales", "Inside Sales").group_id
        hierarchy = self.env["res.groups"]._get_view_group_hierarchy()
        category = self.env.ref("crm_playbook.module_category_playbook")
        offered = next(
            each for each in hierarchy["categories"] if each["id"] == category.id
        )
        self.assertIn(group.privilege_id.id, offered["privilege_ids"])
        privilege = hierarchy["privileges"][group.privilege_id.id]
        self.assertEqual(privilege["name"], "Inside Sales")
        self.assertEqual(privilege["group_ids"], group.ids)

    def test_all_that_is_made_is_kept_by_updates_and_removed_with_the_addon(self):
        before = self._made()
        group = self._make("customer_service").group_id
        made = self._made() - before
        expected = {
            (record._name, record.id)
            for records in (
                group,
                group.privilege_id,
                group.model_access,
                group.rule_groups,
            )
            for record in records
        }
        self.assertEqual(made, expected)
        self.assertGreater(len(group.model_access), 10)
        self.assertGreater(len(group.rule_groups), 10)
        data = self.env["ir.model.data"].search([("name", "=like", "run\\_%")])
        self.assertTrue(all(data.mapped("noupdate")))

    def test_deleting_it_removes_all_that_was_made(self):
        before = self._made()
        menus = self.env["ir.ui.menu"].search([]).mapped("group_ids")
        profile = self._make("customer_service").with_user(self.manager)
        group = profile.group_id.sudo()
        records = [
            group,
            group.privilege_id,
            group.model_access,
            group.rule_groups,
        ]
        profile.unlink()
        self.assertFalse(any(each.exists() for each in records))
        self.assertEqual(self._made(), before)
        self.assertEqual(self.env["ir.ui.menu"].search([]).mapped("group_ids"), menus)

    def test_a_rule_that_others_have_too_stays(self):
        profile = self._make("marketing").with_user(self.manager)
        rule = profile.group_id.rule_groups.filtered(
            lambda rule: rule.model_id.model == "crm.tag"
        )
        rule.groups += self.env.ref("crm_playbook.group_configurator")
        profile.unlink()
        self.assertTrue(rule.exists())

    # ------------------------------------------------------------------
    # Fewer rights, never more
    # ------------------------------------------------------------------

    def test_what_is_unticked_is_not_granted(self):
        without = {
            "crm.lead": ("write", "create"),
            "res.partner": ("create",),
            "crm.tag": ("create", "read"),
        }
        granted = self._make("marketing", without=without).group_id._get_granted()
        full = self._profile("marketing").group_id._get_granted()
        gone = {(model, each) for model, parts in without.items() for each in parts}
        self.assertEqual(
            granted, {key: value for key, value in full.items() if key not in gone}
        )

    def test_rules_are_narrowed_to_what_is_left(self):
        """Rules of several groups are joined: who sells too would write more by it."""
        without = {"crm.lead": ("write", "create"), "crm.tag": ("create", "read")}
        rules = self._make("marketing", without=without).group_id.rule_groups
        self.assertNotIn("crm.tag", rules.mapped("model_id.model"))
        lead_rules = rules.filtered(lambda rule: rule.model_id.model == "crm.lead")
        self.assertRecordValues(
            lead_rules,
            [
                {
                    "domain_force": "[(1, '=', 1)]",
                    "perm_read": True,
                    "perm_write": False,
                    "perm_create": False,
                    "perm_unlink": False,
                }
            ],
        )

    def test_more_than_the_model_is_refused_however_it_is_asked_for(self):
        Create = self.env["playbook.profile.create"].with_user(self.manager)
        marketing = self._profile("marketing")
        create = Create.create({"name": "Inside", "model_id": marketing.id})
        line = create.line_ids.filtered(
            lambda each: each.ir_model_id.model == "crm.lead"
        )
        message = "“Marketing” does not grant that on Lead.*Untick it"
        line.perm_unlink = True
        with self._refused(UserError, message):
            create.action_confirm()
        line.write({"perm_unlink": True, "may_unlink": True})
        with self._refused(UserError, message):
            create.action_confirm()
        line.perm_unlink = False
        create.line_ids = [
            Command.create(
                {
                    "ir_model_id": self.env["ir.model"]._get_id("account.move"),
                    "perm_read": True,
                    "may_read": True,
                }
            )
        ]
        with self._refused(UserError, "grant that on Journal Entry"):
            create.action_confirm()

    def test_a_line_twice_gives_no_more(self):
        Create = self.env["playbook.profile.create"].with_user(self.manager)
        model = self._profile("marketing")
        create = Create.create({"name": "Inside", "model_id": model.id})
        create.line_ids[:1].copy()
        create.action_confirm()
        group = self.env["playbook.profile"].search([("name", "=", "Inside")]).group_id
        self.assertEqual(group._get_granted(), model.group_id._get_granted())

    def test_a_profile_that_sees_nothing_is_refused(self):
        Create = self.env["playbook.profile.create"].with_user(self.manager)
        create = Create.create(
            {"name": "Blind", "model_id": self._profile("marketing").id}
        )
        create.line_ids.write({"perm_read": False})
        with self._refused(UserError, "“Blind” would see nothing"):
            create.action_confirm()
        create.line_ids.unlink()
        with self._refused(UserError, "“Blind” would see nothing"):
            create.action_confirm()

    def test_a_profile_after_a_made_one_has_no_more_than_that(self):
        first = self._make("marketing", "First", without={"crm.lead": ("create",)})
        second = self._make(first, "Second", without={"res.partner": ("write",)})
        self.assertEqual(second.model_id, first)
        granted = second.group_id._get_granted()
        self.assertNotIn(("crm.lead", "create"), granted)
        self.assertNotIn(("res.partner", "write"), granted)
        self.assertIn(("crm.lead", "write"), granted)
        Create = self.env["playbook.profile.create"].with_user(self.manager)
        create = Create.create({"name": "Third", "model_id": second.id})
        line = create.line_ids.filtered(
            lambda each: each.ir_model_id.model == "crm.lead"
        )
        line.perm_create = True
        with self._refused(UserError, "“Second” does not grant that on Lead"):
            create.action_confirm()

    def test_choosing_another_model_begins_anew(self):
        Create = self.env["playbook.profile.create"].with_user(self.manager)
        create = Create.create(
            {"name": "Inside", "model_id": self._profile("marketing").id}
        )
        create.model_id = self._profile("sales_management")
        self.assertEqual(
            create.department_id, self._profile("sales_management").department_id
        )
        self.assertIn("sale.order", create.line_ids.mapped("ir_model_id.model"))
        lead = create.line_ids.filtered(
            lambda each: each.ir_model_id.model == "crm.lead"
        )
        self.assertEqual(len(lead), 1)
        self.assertFalse(lead.perm_write or lead.may_write)
