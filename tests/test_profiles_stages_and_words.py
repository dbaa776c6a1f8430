"""The Configurator shapes stages; what goes beyond the profiles is told as it is."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import INTERNAL
from .profile_common import ProfileCommon


@tagged("post_install", "-at_install")
class TestStages(ProfileCommon):
    def test_a_stage_becomes_won_for_all_its_leads(self):
        """Whoever of the Configurators says so: one without leads, one with some."""
        seller = new_test_user(
            self.env,
            "shaper_who_sells",
            groups=f"{INTERNAL},crm_playbook.group_configurator,"
            "sales_team.group_sale_salesman",
        )
        for user in (self.user_configurator, seller):
            stage = self.env["crm.stage"].create({"name": "Signed", "sequence": 90})
            leads = self._create_lead(
                user_id=self.user_sales.id, stage_id=stage.id
            ) | self._create_lead(
                user_id=self.user_other_team.id,
                team_id=self.team_other.id,
                stage_id=stage.id,
            )
            with self.subTest(user.login):
                stage.with_user(user).is_won = True
                self.assertEqual(leads.mapped("probability"), [100, 100])
                stage.with_user(user).is_won = False
                self.assertFalse(stage.is_won)

    def test_nobody_else_says_so(self):
        stage = self.env["crm.stage"].create({"name": "Signed"})
        for user in (self.user_sales, self.user_sales_management, self.user_marketing):
            with self.subTest(user.login), self.assertRaises(AccessError):
                stage.with_user(user).is_won = True


@tagged("post_install", "-at_install")
class TestWords(ProfileCommon):
    def _beyond(self, *groups):
        user = new_test_user(
            self.env, "beyond", groups=",".join([INTERNAL, *groups])
        ).with_user(self.manager)
        return user.playbook_beyond or ""

    def test_the_teams_documents_are_not_all(self):
        told = self._beyond(
            "crm_playbook.group_sales", "crm_playbook.group_sale_salesman_team"
        )
        self.assertIn("sees more of: Lead", told)
        self.assertNotIn("sees all", told)

    def test_own_documents_are_not_all(self):
        told = self._beyond(
            "crm_playbook.group_customer_service", "sales_team.group_sale_salesman"
        )
        self.assertNotIn("sees all", told)
        self.assertIn("sees more of: Lead", told)

    def test_what_everybody_may_do_is_nobodys_excess(self):
        told = self._beyond(
            "crm_playbook.group_sales", "sales_team.group_sale_salesman_all_leads"
        )
        self.assertIn("sees all: Lead", told)
        self.assertNotIn("Sales Team", told)

    def test_the_user_form_offers_to_take_it_away(self):
        user = new_test_user(
            self.env,
            "wide",
            groups=f"{INTERNAL},crm_playbook.group_sales,"
            "sales_team.group_sale_salesman_all_leads",
        )
        action = user.with_user(self.manager).action_give_profiles()
        give = self.env[action["res_model"]].browse(action["res_id"])
        give = give.with_user(self.manager)
        self.assertEqual(give.line_ids.user_id, user)
        give.line_ids.take_away = True
        give.action_confirm()
        user.invalidate_recordset()
        self.assertTrue(user.has_group("crm_playbook.group_sales"))
        self.assertFalse(user.has_group("sales_team.group_sale_salesman_all_leads"))
        with self.assertRaises(AccessError):
            user.with_user(self.user_configurator).action_give_profiles()

    def test_many_are_written_once_a_group(self):
        users = self.env["res.users"]
        for number in range(4):
            users |= new_test_user(
                self.env,
                f"wide_{number}",
                groups=f"{INTERNAL},sales_team.group_sale_salesman_all_leads",
            )
        profile = self._profile("sales").with_user(self.manager)
        give = self.env["playbook.profile.give"].with_user(self.manager)
        action = give._open(users=users, profiles=profile)
        give = give.browse(action["res_id"])
        give.line_ids.write({"take_away": True})
        give.action_confirm()
        self.assertEqual(profile.user_ids & users, users)
        everything = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertFalse(everything.user_ids & users)
        users.group_ids = [Command.link(everything.id)]
        self.assertTrue(all(users.with_user(self.manager).mapped("playbook_beyond")))
