"""The forms, lists, cards and filters of each profile."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .screen_common import WORKING, ScreenCommon
from .views_common import open_action

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

    def test_broken_lists_cards_and_filters_give_way_too(self):
        """As the profile's own actions ask for them: by their own id."""
        for kind, standard in (
            ("list", "crm.crm_case_tree_view_oppor"),
            ("kanban", "crm.crm_case_kanban_view_leads"),
            ("search", "crm.view_crm_case_opportunities_filter"),
        ):
            view = self.env.ref(f"crm_playbook.crm_lead_view_{kind}_sales")
            self._break(view)
            leads = self.env["crm.lead"].with_user(self.user_sales)
            odoos = self.env.ref(standard)
            for asked in (view, odoos):
                with self.subTest(kind, asked=asked.name), mute_logger(MIXIN):
                    self.assertEqual(leads.get_view(asked.id, kind)["id"], odoos.id)
        action = self.env["crm.team"].with_user(self.user_sales).action_your_pipeline()
        with mute_logger(MIXIN):
            open_action(self.env(user=self.user_sales), action)
        profile = self.env.ref("crm_playbook.profile_sales")
        broken = profile.with_user(self.user_configurator).broken_views
        for kind in ("list", "kanban", "search"):
            self.assertIn(f"crm_lead_view_{kind}_sales", broken)
        marketing = self.env.ref("crm_playbook.profile_marketing")
        self.assertFalse(marketing.with_user(self.user_configurator).broken_views)

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

    def test_only_who_holds_a_profile_may_ask_for_everything(self):
        for user in (self.user_without_profile, self.user_portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["res.users"].with_user(user).set_playbook_reveal(True)
            self.assertFalse(user.res_users_settings_ids.playbook_reveal)

    def test_every_member_may_read_their_profile_whole(self):
        for name in (*WORKING, "configurator"):
            profile = self.env.ref(f"crm_playbook.profile_{name}")
            with self.subTest(name):
                profile.with_user(getattr(self, f"user_{name}")).read()

    def test_show_everything_is_ones_own(self):
        users = self.env["res.users"]
        users.with_user(self.user_sales).set_playbook_reveal(True)
        self.assertTrue(users.with_user(self.user_sales)._shows_everything())
        self.assertFalse(users.with_user(self.user_marketing)._shows_everything())
