"""What stands in the menu of each profile, and where its entries lead."""

from ast import literal_eval

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL, PROFILE_GROUPS
from .screen_common import WORKING, ScreenCommon
from .views_common import open_action

MOST = 7


@tagged("post_install", "-at_install")
class TestScreenMenus(ScreenCommon):
    def _switch_leads(self, *, on):
        group = self.env.ref("crm.group_use_lead")
        internal = self.env.ref(INTERNAL)
        internal._apply_group(group) if on else internal._remove_group(group)

    def _menus(self, user):
        return self.env["ir.ui.menu"].with_user(user).load_menus(False)

    def _top(self, user):
        """The XML ids at top level of CRM."""
        menus = self._menus(user)
        root = menus[self.env.ref("crm.crm_menu_root").id]
        return [menus[child]["xmlid"] for child in root["children"]]

    def _work_as(self, user, screen):
        profile = self.env.ref(f"crm_playbook.profile_{screen}")
        self.env["res.users"].with_user(user).set_playbook_profile(profile.id)

    def test_at_most_seven_entries(self):
        for on in (True, False):
            self._switch_leads(on=on)
            for screen in PROFILE_GROUPS:
                user = getattr(self, f"user_{screen}")
                self._work_as(self.user_everything, screen)
                with self.subTest(screen, leads=on):
                    self.assertLessEqual(len(self._top(user)), MOST)
                    self.assertLessEqual(len(self._top(self.user_everything)), MOST)

    def test_working_profiles(self):
        self._switch_leads(on=True)
        for screen in WORKING:
            top = self._top(getattr(self, f"user_{screen}"))
            with self.subTest(screen):
                for menu in (
                    "crm_playbook.res_partner_customers_menu",
                    "crm_playbook.mail_activity_menu",
                    "crm_playbook.playbook_menu",
                ):
                    self.assertIn(menu, top)
                self.assertNotIn("crm.crm_menu_config", top)
                self.assertEqual(
                    "crm.crm_menu_leads" in top, screen != "customer_service"
                )

    def test_the_configurator_has_configuration(self):
        top = self._top(self.user_configurator)
        self.assertIn("crm.crm_menu_config", top)
        self.assertNotIn("crm.crm_menu_sales", top)
        self.assertNotIn("crm_playbook.res_partner_customers_menu", top)

    def test_the_active_profile_decides(self):
        user = self.user_everything
        self._work_as(user, "sales")
        self.assertNotIn("crm.crm_menu_config", self._top(user))
        self._work_as(user, "configurator")
        self.assertIn("crm.crm_menu_config", self._top(user))

    def test_show_everything_shows_them(self):
        user = self.user_everything
        before = self._menus(user)
        self.env["res.users"].with_user(user).set_playbook_reveal(True)
        shown = self._menus(user)
        self.assertIn("crm.crm_menu_config", self._top(user))
        self.assertLess(before.keys(), shown.keys())
        self.env["res.users"].with_user(user).set_playbook_reveal(False)
        self.assertEqual(self._menus(user), before)

    def test_levels(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        menu = self.env.ref("crm.crm_menu_forecast").id
        for level, there in (("1", False), ("2", True), ("3", True)):
            profile.with_user(self.user_configurator).level = level
            with self.subTest(level):
                self.assertEqual(menu in self._menus(self.user_sales), there)

    def test_the_configurator_leaves_a_menu_out(self):
        menu = self.env.ref("crm_playbook.crm_lead_stale_menu")
        profile = self.env.ref("crm_playbook.profile_sales")
        self.assertIn(menu.id, self._menus(self.user_sales))
        profile.with_user(self.user_configurator).menu_ids = [
            Command.create({"menu_id": menu.id, "shown": "0"})
        ]
        self.assertNotIn(menu.id, self._menus(self.user_sales))

    def test_what_everybody_needs_is_not_left_out(self):
        sales = self.env.ref("crm_playbook.profile_sales")
        configurator = self.env.ref("crm_playbook.profile_configurator")
        for profile, xmlid in (
            (sales, "crm.crm_menu_root"),
            (sales, "crm_playbook.playbook_my_day_menu"),
            (configurator, "crm.crm_menu_config"),
            (configurator, "crm_playbook.playbook_screen_menu"),
        ):
            values = {"menu_id": self.env.ref(xmlid).id, "shown": "0"}
            with (
                self.subTest(profile.name, menu=xmlid),
                self.assertRaisesRegex(ValidationError, "cannot be left out"),
                self.env.cr.savepoint(),
            ):
                profile.menu_ids = [Command.create(values)]

    def test_all_other_apps_may_be_left_out(self):
        """What is left is still a menu."""
        profile = self.env.ref("crm_playbook.profile_sales")
        root = self.env.ref("crm.crm_menu_root")
        others = self.env["ir.ui.menu"].search([("parent_id", "=", False)]) - root
        profile.menu_ids = [
            Command.create({"menu_id": menu.id, "shown": "0"}) for menu in others
        ]
        menus = self._menus(self.user_sales)
        self.assertEqual(menus["root"]["children"], [root.id])

    def test_the_chart_of_leads_only_where_there_are_leads(self):
        menu = self.env.ref("crm.crm_opportunity_report_menu_lead").id
        self.env.ref("crm_playbook.profile_sales_management").level = "3"
        for on in (True, False):
            self._switch_leads(on=on)
            with self.subTest(leads=on):
                self.assertEqual(menu in self._menus(self.user_sales_management), on)

    def test_who_directs_forecasts_for_everybody(self):
        for user, mine in (
            (self.user_sales, True),
            (self.user_sales_management, False),
        ):
            action = self.env["crm.team"].with_user(user).action_opportunity_forecast()
            with self.subTest(user.login):
                self.assertEqual(
                    "search_default_assigned_to_me" in str(action["context"]), mine
                )

    def test_customers_are_no_colleagues(self):
        for screen in WORKING:
            partners = self.env["res.partner"].with_user(
                getattr(self, f"user_{screen}")
            )
            action = partners.action_open_customers()
            found = partners.search(literal_eval(action["domain"]))
            with self.subTest(screen):
                self.assertFalse(found & self.user_sales.partner_id)
                self.assertFalse(found & self.env.company.partner_id)

    def test_a_heading_with_nothing_below_goes_too(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        heading = self.env.ref("crm_playbook.mail_activity_menu")
        known = profile.menu_ids.menu_id
        profile.menu_ids = [
            Command.create({"menu_id": child.id, "shown": "0"})
            for child in heading.child_id - known
        ]
        self.assertNotIn(heading.id, self._menus(self.user_sales))

    def test_who_has_no_profile_has_odoos_menu(self):
        top = self._top(self.user_salesperson)
        self.assertFalse([menu for menu in top if menu.startswith("crm_playbook.")])
        menus = self._menus(self.user_salesperson)
        self.assertIn(self.env.ref("crm.res_partner_menu_customer").id, menus)

    def test_the_profiles_own_lists_open(self):
        for screen in WORKING:
            user = getattr(self, f"user_{screen}")
            env = self.env(user=user)
            actions = [
                env["res.partner"].action_open_customers(),
                env["mail.activity"].action_open_team(),
            ]
            if screen == "sales":
                actions.append(env["crm.team"].action_your_pipeline())
            else:
                actions.append(env["crm.lead"].action_open_overview())
            for action in actions:
                with self.subTest(screen, action=action["name"]):
                    open_action(env, action)
            ours = {action.get("id") for action in actions}
            for name in ("crm_lead_action", "res_partner_action"):
                expected = self.env.ref(f"crm_playbook.{name}_{screen}").id
                self.assertIn(expected, ours)

    def test_every_filter_of_the_profiles_works(self):
        for screen in WORKING:
            leads = self.env["crm.lead"].with_user(getattr(self, f"user_{screen}"))
            view = self.env.ref(f"crm_playbook.crm_lead_view_search_{screen}")
            arch = leads.get_view(view.id, "search")["arch"]
            names = [
                part.split('"')[0]
                for part in arch.split('name="')
                if part.startswith("playbook_")
            ]
            with self.subTest(screen):
                self.assertTrue(names)

    def test_team_activities(self):
        team = self.env.ref("crm_playbook.group_sale_salesman_team")
        self.user_team_leader.group_ids = [Command.link(team.id)]
        mine, colleague, other = (
            self._lead_of(user).activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id
            )
            for user in (self.user_sales, self.user_team_leader, self.user_other_team)
        )
        for user, expected in (
            (self.user_team_leader, mine | colleague),
            (self.user_sales_management, mine | colleague | other),
        ):
            activities = self.env["mail.activity"].with_user(user)
            domain = activities.action_open_team().get("domain") or []
            found = activities.search(domain) if isinstance(domain, list) else None
            found = activities.search([]) if found is None else found
            with self.subTest(user.login):
                self.assertLessEqual(expected, found)
                self.assertEqual(other in found, other in expected)

    def _lead_of(self, user):
        return self.env["crm.lead"].create(
            {"name": user.name, "user_id": user.id, "type": "opportunity"}
        )


@tagged("post_install", "-at_install")
class TestSession(HttpCase):
    """What the web client is told when it starts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groups = [cls.env.ref(group) for group in PROFILE_GROUPS.values()]

    def _user(self, *groups):
        return new_test_user(
            self.env,
            "screens",
            password="screens_password",
            groups=",".join([INTERNAL, *groups]),
        )

    def _session(self, user):
        self.authenticate(user.login, "screens_password")
        return self.make_jsonrpc_request("/web/session/get_session_info", {})

    def test_nothing_without_a_profile(self):
        info = self._session(self._user())
        self.assertNotIn("playbook", info)
        self.assertNotIn("-", info["registry_hash"])

    def test_profiles_and_what_is_shown(self):
        user = self._user(*PROFILE_GROUPS.values())
        told = self._session(user)["playbook"]
        self.assertEqual(
            [profile["name"] for profile in told["profiles"]],
            self.env["playbook.profile"]._get_all().mapped("name"),
        )
        sales = self.env.ref("crm_playbook.profile_sales")
        self.assertEqual((told["active"], told["reveal"]), (sales.id, False))

    def test_views_are_dropped_when_the_screens_change(self):
        user = self._user("crm_playbook.group_sales")
        first = self._session(user)["registry_hash"]
        self.assertEqual(self._session(user)["registry_hash"], first)
        profile = self.env.ref("crm_playbook.profile_sales")
        profile.level = "2"
        second = self._session(user)["registry_hash"]
        self.assertNotEqual(second, first)
        screen = profile.screen_ids[:1]
        screen.item_ids = [
            Command.create({"kind": "field", "name": "x_field", "shown": "0"})
        ]
        self.assertNotEqual(self._session(user)["registry_hash"], second)

    def test_a_link_in_an_email_opens_the_record(self):
        user = self._user("crm_playbook.group_sales")
        lead = self.env["crm.lead"].create(
            {"name": "Linked", "type": "opportunity", "user_id": user.id}
        )
        self.authenticate(user.login, "screens_password")
        answer = self.url_open(f"/mail/view?model=crm.lead&res_id={lead.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("/odoo", answer.url)
        self.assertIn(str(lead.id), answer.url)
