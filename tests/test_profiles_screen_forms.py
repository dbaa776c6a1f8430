"""The forms, lists, cards and filters of each profile."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .screen_common import REVEAL, WORKING, ScreenCommon

MIXIN = "odoo.addons.crm_playbook.models.profiles.playbook_screen_mixin"


@tagged("post_install", "-at_install")
class TestRoleViews(ScreenCommon):
    def test_each_profile_has_its_own_views(self):
        asked = {
            ("crm.lead", "form", None): "crm_lead_view_form",
            ("crm.lead", "form", "crm.crm_lead_view_form"): "crm_lead_view_form",
            ("crm.lead", "list", "crm.crm_case_tree_view_oppor"): "crm_lead_view_list",
            (
                "crm.lead",
                "list",
                "crm.crm_case_tree_view_leads",
            ): "crm_lead_view_list_leads",
            (
                "crm.lead",
                "kanban",
                "crm.crm_case_kanban_view_leads",
            ): "crm_lead_view_kanban",
            (
                "crm.lead",
                "search",
                "crm.view_crm_case_opportunities_filter",
            ): "crm_lead_view_search",
            ("res.partner", "form", None): "res_partner_view_form",
            ("res.partner", "list", "base.view_partner_tree"): "res_partner_view_list",
        }
        for screen in WORKING:
            user = getattr(self, f"user_{screen}")
            for (model, kind, standard), ours in asked.items():
                view_id = standard and self.env.ref(standard).id
                with self.subTest(screen, model=model, kind=kind, asked=standard):
                    got = self.env[model].with_user(user).get_view(view_id, kind)
                    expected = self.env.ref(f"crm_playbook.{ours}_{screen}")
                    self.assertEqual(got["id"], expected.id)

    def test_who_has_no_profile_has_odoos(self):
        for user in (self.user_without_profile, self.user_salesperson):
            for model in ("crm.lead", "res.partner", "mail.activity"):
                records = self.env[model].with_user(user)
                if not records.has_access("read"):
                    continue
                with self.subTest(user.login, model=model):
                    view = records.get_view(None, "form")
                    self.assertNotIn("playbook_reveal", view["arch"])
                    self.assertNotIn(
                        "crm_playbook", self.env["ir.ui.view"].browse(view["id"]).xml_id
                    )

    def test_another_view_asked_for_is_given(self):
        leads = self.env["crm.lead"].with_user(self.user_sales)
        quick = self.env.ref("crm.quick_create_opportunity_form")
        self.assertEqual(leads.get_view(quick.id, "form")["id"], quick.id)
        by_context = leads.with_context(form_view_ref=quick.xml_id)
        self.assertEqual(by_context.get_view(None, "form")["id"], quick.id)

    def test_the_view_follows_the_active_profile(self):
        user = self.user_everything
        leads = self.env["crm.lead"].with_user(user)
        for screen in WORKING:
            profile = self.env.ref(f"crm_playbook.profile_{screen}")
            self.env["res.users"].with_user(user).set_playbook_profile(profile.id)
            with self.subTest(screen):
                view = self.env.ref(f"crm_playbook.crm_lead_view_form_{screen}")
                self.assertEqual(leads.get_view(None, "form")["id"], view.id)

    def test_a_view_that_no_longer_fits_gives_way_to_odoos(self):
        view = self.env.ref("crm_playbook.crm_lead_view_form_sales")
        self._break(view)
        self.user_sales.group_ids += self.env.ref("crm_playbook.group_configurator")
        leads = self.env["crm.lead"].with_user(self.user_sales)
        standard = self.env.ref("crm.crm_lead_view_form")
        with self.assertLogs(MIXIN, "WARNING"):
            got = leads.get_view(None, "form")
        self.assertEqual(got["id"], standard.id)
        self.assertIn("crm.lead.crm_lead_view_form_sales", got["arch"])
        self.assertIn("Correct or archive that view", got["arch"])

    def test_only_the_configurator_is_told_of_a_broken_view(self):
        self._break(self.env.ref("crm_playbook.crm_lead_view_form_sales"))
        leads = self.env["crm.lead"].with_user(self.user_sales)
        with mute_logger(MIXIN):
            got = leads.get_view(None, "form")
        self.assertNotIn("Correct or archive that view", got["arch"])
        screen = self._screen("sales", "lead").with_user(self.user_configurator)
        self.assertIn("gone_with_an_addon", screen.problem)
        self.assertGreater(screen.shown_count, 10)

    def test_a_broken_list_gives_way_too(self):
        self._break(self.env.ref("crm_playbook.crm_lead_view_list_sales"))
        leads = self.env["crm.lead"].with_user(self.user_sales)
        standard = self.env.ref("crm.crm_case_tree_view_oppor")
        with mute_logger(MIXIN):
            got = leads.get_view(standard.id, "list")
        self.assertEqual(got["id"], standard.id)

    def test_an_archived_view_gives_way_to_odoos(self):
        self.env.ref("crm_playbook.crm_lead_view_form_sales").active = False
        leads = self.env["crm.lead"].with_user(self.user_sales)
        got = leads.get_view(None, "form")
        self.assertEqual(got["id"], self.env.ref("crm.crm_lead_view_form").id)

    def _break(self, view):
        """What another addon does to it: the place that it names is no longer there."""
        arch = '<data><field name="gone_with_an_addon" position="after"/></data>'
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', %s::text)"
            " WHERE id = %s",
            [arch, view.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()


@tagged("post_install", "-at_install")
class TestLeftOut(ScreenCommon):
    def _condition(self, user, name, tag="field", model="crm.lead"):
        """What hides the node of that name for ``user``: itself or around it."""
        arch = self.env[model].with_user(user).get_view(None, "form")["arch"]
        node = etree.fromstring(arch).find(f".//sheet//{tag}[@name='{name}']")
        found = [each.get("invisible", "") for each in (node, *node.iterancestors())]
        return " ".join(found)

    def test_left_out_until_everything_is_asked_for(self):
        self._leave_out("sales", "lead", "field", "priority")
        self.assertIn(REVEAL, self._condition(self.user_sales, "priority"))
        self.assertNotIn(
            REVEAL, self._condition(self.user_sales_management, "priority")
        )

    def test_put_back(self):
        item = self._leave_out("sales", "lead", "field", "priority")
        self.assertIn(REVEAL, self._condition(self.user_sales, "priority"))
        item.with_user(self.user_configurator).shown = "1"
        self.assertNotIn(REVEAL, self._condition(self.user_sales, "priority"))

    def test_a_tab_a_group_and_a_figure(self):
        for tag, name in (
            ("page", "internal_notes"),
            ("group", "opportunity_partner"),
            ("button", "action_schedule_meeting"),
        ):
            with self.subTest(tag):
                self._leave_out("sales", "lead", tag, name)
                self.assertIn(REVEAL, self._condition(self.user_sales, name, tag))

    def test_levels(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        self._leave_out("sales", "lead", "field", "priority", shown="2")
        for level, hidden in (("1", True), ("2", False), ("3", False), ("1", True)):
            profile.with_user(self.user_configurator).level = level
            condition = self._condition(self.user_sales, "priority")
            with self.subTest(level):
                self.assertEqual(REVEAL in condition, hidden)

    def test_what_stood_hidden_before_stays_so(self):
        before = self._condition(self.user_sales, "date_deadline")
        self._leave_out("sales", "lead", "field", "date_deadline")
        after = self._condition(self.user_sales, "date_deadline")
        self.assertIn("type == 'lead'", before)
        self.assertIn("type == 'lead'", after)
        self.assertIn(REVEAL, after)

    def test_companies_and_contacts_apart(self):
        self._leave_out("sales", "company", "field", "category_id")
        condition = self._condition(self.user_sales, "category_id", model="res.partner")
        self.assertIn(f"{REVEAL} and (is_company)", condition)
        self._leave_out("sales", "contact", "field", "website")
        condition = self._condition(self.user_sales, "website", model="res.partner")
        self.assertIn(f"{REVEAL} and (not is_company)", condition)

    def test_words_around_a_field_go_with_it(self):
        self._leave_out("sales", "lead", "field", "probability")
        self._leave_out("sales", "lead", "field", "automated_probability")
        arch = self.env["crm.lead"].with_user(self.user_sales).get_view(None, "form")
        form = etree.fromstring(arch["arch"])
        (sign,) = (
            node for node in form.iter("span") if (node.text or "").strip() == "%"
        )
        hidden = [each.get("invisible", "") for each in (sign, *sign.iterancestors())]
        self.assertIn(REVEAL, " ".join(hidden))
        label = form.find(".//label[@for='probability']")
        hidden = [label.get("invisible", "")] + [
            each.get("invisible", "") for each in label.iterancestors()
        ]
        self.assertIn(REVEAL, " ".join(hidden))

    def test_the_activity_form_too(self):
        self._leave_out("marketing", "activity", "field", "note")
        popup = self.env.ref("mail.mail_activity_view_form_popup")
        view = self.env["mail.activity"].with_user(self.user_marketing)
        arch = etree.fromstring(view.get_view(popup.id, "form")["arch"])
        self.assertIn(REVEAL, arch.find(".//field[@name='note']").get("invisible"))

    def test_it_protects_nothing(self):
        self._leave_out("sales", "lead", "field", "priority")
        lead = self.env["crm.lead"].with_user(self.user_sales)
        lead = lead.create({"name": "Open", "priority": "2"})
        lead.priority = "3"
        self.assertEqual(lead.read(["priority"])[0]["priority"], "3")

    def test_the_form_opens_on_a_company_without_queries_of_its_own(self):
        """What is left out is read when the form is made, not when it is opened."""
        partners = self.env["res.partner"].with_user(self.user_sales)
        partners.get_view(None, "form")
        with self.assertQueryCount(1):
            self.env.invalidate_all()
            partners.get_view(None, "form")

    def test_every_shipped_screen_is_within_its_budget_at_each_level(self):
        for screen in self.env["playbook.screen"].search([]):
            for level in "123":
                screen.profile_id.level = level
                with self.subTest(screen.display_name, level=level):
                    self.assertFalse(screen.problem)
                    self.assertEqual(screen.over_count, 0)
                    self.assertGreater(screen.shown_count, 3)

    def test_a_level_never_takes_away(self):
        for screen in self.env["playbook.screen"].search([]):
            arch, _problem = screen._read_arch()
            shown = [screen._list_shown_fields(arch, level) for level in "123"]
            with self.subTest(screen.display_name):
                self.assertLessEqual(shown[0], shown[1])
                self.assertLessEqual(shown[1], shown[2])


@tagged("post_install", "-at_install")
class TestActiveProfile(ScreenCommon):
    def test_the_first_held_until_another_is_chosen(self):
        user = self.user_everything
        self.assertEqual(user._get_active_profile().screen, "sales")
        marketing = self.env.ref("crm_playbook.profile_marketing")
        self.env["res.users"].with_user(user).set_playbook_profile(marketing.id)
        self.assertEqual(user._get_active_profile(), marketing)
        self.assertEqual(user.with_user(user)._get_screen(), "marketing")

    def test_one_that_is_not_held_is_refused(self):
        marketing = self.env.ref("crm_playbook.profile_marketing")
        for user in (self.user_sales, self.user_without_profile, self.user_portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["res.users"].with_user(user).set_playbook_profile(marketing.id)

    def test_one_that_was_taken_away_is_passed_over(self):
        user = self.user_everything
        marketing = self.env.ref("crm_playbook.profile_marketing")
        self.env["res.users"].with_user(user).set_playbook_profile(marketing.id)
        user.group_ids = [
            Command.unlink(self.env.ref("crm_playbook.group_marketing").id)
        ]
        self.assertEqual(user._get_active_profile().screen, "sales")

    def test_none_without_a_profile(self):
        for user in (self.user_without_profile, self.user_portal):
            self.assertFalse(user._get_active_profile())
            self.assertFalse(user.with_user(user)._get_screen())

    def test_settings_written_by_hand_grant_nothing(self):
        user = self.user_sales
        settings = self.env["res.users.settings"]._find_or_create_for_user(user)
        marketing = self.env.ref("crm_playbook.profile_marketing")
        settings.with_user(user).playbook_profile_id = marketing
        self.assertEqual(user._get_active_profile().screen, "sales")
        self.assertFalse(user.has_group("crm_playbook.group_marketing"))

    def test_show_everything_is_ones_own(self):
        users = self.env["res.users"]
        users.with_user(self.user_sales).set_playbook_reveal(True)
        self.assertTrue(users.with_user(self.user_sales)._shows_everything())
        self.assertFalse(users.with_user(self.user_marketing)._shows_everything())
