"""Each profile at work, in a browser."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import FULL, INTERNAL, PROFILE_GROUPS

LEADS = "/odoo/action-crm.crm_lead_all_leads"
OVERVIEW = "/odoo/playbook-opportunities"
PROFILES = "/odoo/playbook-profiles"
WORKFLOWS = "/odoo/action-crm_playbook.playbook_workflow_action"


class ProfileTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].search([]).action_archive()
        cls.env.ref(INTERNAL)._apply_group(cls.env.ref("crm.group_use_lead"))
        cls.users = {
            profile: cls._create_user(f"tour_{profile}", group)
            for profile, group in PROFILE_GROUPS.items()
        }
        cls.salesperson = cls.users["sales"]
        cls.salesperson.name = "Tour Salesperson"
        cls.other = cls._create_user("tour_other", PROFILE_GROUPS["sales"])
        cls.other.name = "Other Salesperson"
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "AAA Tour lead",
                "type": "lead",
                "contact_name": "Laura Tour",
                "email_from": "laura@tour.example.com",
                "user_id": False,
            }
        )
        cls.deals = cls.env["crm.lead"].create(
            [
                {
                    "name": name,
                    "type": "opportunity",
                    "user_id": cls.salesperson.id,
                }
                for name in ("AAA Tour deal", "BBB Tour deal")
            ]
        )

    @classmethod
    def _create_user(cls, login, *groups):
        return new_test_user(cls.env, login, groups=",".join([INTERNAL, *groups]))


@tagged("post_install", "-at_install")
class TestProfilesOnTheDesktop(ProfileTours):
    def test_marketing_hands_a_lead_over(self):
        self.start_tour(LEADS, "playbook_hand_over", login="tour_marketing")
        self.assertRecordValues(
            self.lead, [{"type": "opportunity", "user_id": self.salesperson.id}]
        )
        self.assertEqual(self.lead.partner_id.name, "Laura Tour")

    def test_work_in_another_profile_and_show_everything(self):
        everything = self._create_user(
            "tour_everything",
            *(PROFILE_GROUPS[each] for each in ("sales", "configurator")),
        )
        self.deals.user_id = everything
        self.start_tour("/odoo/crm", "playbook_switch_profile", login="tour_everything")
        profile = self.env.ref("crm_playbook.profile_sales")
        settings = everything.res_users_settings_id
        self.assertEqual(settings.playbook_profile_id, profile)
        self.assertTrue(settings.playbook_reveal)


if FULL:

    @tagged("post_install", "-at_install")
    class TestProfilesInFull(ProfileTours):
        def test_sales_management_reassigns(self):
            self.deals[0].activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.salesperson.id
            )
            self.start_tour(
                OVERVIEW, "playbook_reassign", login="tour_sales_management"
            )
            self.assertEqual(self.deals.user_id, self.other)
            self.assertEqual(self.deals.activity_ids.user_id, self.other)

        def test_access_rights_give_a_profile(self):
            self._create_user("tour_manager", "base.group_erp_manager")
            newcomer = self._create_user(
                "tour_newcomer", "sales_team.group_sale_salesman_all_leads"
            )
            newcomer.name = "Tour Newcomer"
            self.start_tour(PROFILES, "playbook_give_profile", login="tour_manager")
            newcomer.invalidate_recordset()
            self.assertTrue(newcomer.has_group("crm_playbook.group_sales"))
            self.assertFalse(
                newcomer.has_group("sales_team.group_sale_salesman_all_leads")
            )

    @tagged("post_install", "-at_install")
    class TestProfilesOnThePhone(ProfileTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_marketing_hands_a_lead_over(self):
            self.start_tour(LEADS, "playbook_hand_over_phone", login="tour_marketing")
            self.assertEqual(self.lead.user_id, self.salesperson)

    @tagged("post_install", "-at_install")
    class TestAccessOnTheDesktop(ProfileTours):
        def test_make_a_profile(self):
            self._create_user("tour_manager", "base.group_erp_manager")
            self.start_tour(PROFILES, "playbook_new_profile", login="tour_manager")
            profile = self.env["playbook.profile"].search(
                [("name", "=", "Tour Juniors")]
            )
            junior = self._create_user("tour_junior")
            profile.user_ids += junior
            Lead = self.env["crm.lead"].with_user(junior)
            self.assertTrue(Lead.has_access("write"))
            self.assertFalse(Lead.has_access("create"))

        def test_shape_a_screen(self):
            self.start_tour(
                "/odoo/playbook-screens",
                "playbook_shape_screen",
                login="tour_configurator",
            )
            profile = self.env.ref("crm_playbook.profile_sales")
            item = profile.screen_ids.item_ids.filtered(
                lambda each: each.name == "priority" and each.screen_id.entity == "lead"
            )
            self.assertEqual(item.shown, "0")

        def test_hand_a_decision_over(self):
            director = self.users["sales_management"]
            director.name = "Tour Director"
            management = self.env.ref("crm_playbook.profile_sales_management")
            self.env.ref("crm_playbook.decision_workflow_live").decider_ids = management
            (management.user_ids - director).action_archive()
            self.start_tour(
                WORKFLOWS, "playbook_hand_decision_over", login="tour_configurator"
            )
            workflow = self.env.ref("crm_playbook.workflow_stale_opportunities")
            self.assertEqual(workflow.activity_ids.user_id, director)

        def test_explain_access(self):
            self._create_user(
                "tour_manager",
                "base.group_erp_manager",
                "sales_team.group_sale_salesman_all_leads",
            )
            self.start_tour(
                f"/odoo/crm.lead/{self.deals[0].id}",
                "playbook_explain_access",
                login="tour_manager",
            )
