"""Tours that make web assets - those in Spanish, and Odoo's that clicks everywhere -,
all in this file.

Two test processes must not make any at the same time: they share the files.
"""

from odoo.tests import tagged

from .common import FULL, INTERNAL, PROFILE_GROUPS
from .test_profiles_day_tours import DayTours
from .test_profiles_tours import ProfileTours
from .test_segments_tours import CustomerStateTours
from .test_workflows_tours import SalespersonTours

CLICK_EVERYWHERE = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('crm.crm_menu_root');"
)


def _speak_spanish(env, user):
    env["res.lang"]._activate_lang("es_ES")
    env["ir.module.module"]._load_module_terms(["crm_playbook"], ["es_ES"])
    user.lang = "es_ES"


if FULL:

    @tagged("post_install", "-at_install")
    class TestCustomerStateInSpanish(CustomerStateTours):
        def test_mark_as_prospect(self):
            _speak_spanish(self.env, self.user)
            self._tour("playbook_customer_state_phone")

    @tagged("post_install", "-at_install")
    class TestStaleInSpanish(SalespersonTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_find_it(self):
            _speak_spanish(self.env, self.salesperson)
            self._tour("playbook_stale_opportunities_phone")
            activity = self.lead.activity_ids
            self.assertEqual(
                activity.summary, "Dar seguimiento: esta oportunidad no se ha movido"
            )
            self.assertIn("20 días sin cambio de etapa", activity.note)

    @tagged("post_install", "-at_install")
    class TestDayInSpanish(DayTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_finish_postpone_and_open(self):
            _speak_spanish(self.env, self.salesperson)
            self._tour("playbook_my_day_phone")

    @tagged("post_install", "-at_install")
    class TestEveryScreenOfEachProfile(ProfileTours):
        """All menus, views and filters of CRM, without one access error."""

        allow_end_on_form = True

        def test_click_everywhere(self):
            for profile, user in self.users.items():
                user.tour_enabled = False
                with self.subTest(profile):
                    self.browser_js(
                        "/odoo",
                        CLICK_EVERYWHERE,
                        "odoo.isReady === true",
                        login=user.login,
                        timeout=600,
                        success_signal="clickbot test succeeded",
                    )

        def test_one_person_with_all_profiles(self):
            """Each of them in turn, everything shown, with and without leads."""
            user = self._create_user("tour_all", *PROFILE_GROUPS.values())
            user.tour_enabled = False
            internal = self.env.ref(INTERNAL)
            users = self.env["res.users"].with_user(user)
            users.set_playbook_reveal(True)
            for screen, leads in (("sales", True), ("sales_management", False)):
                if not leads:
                    internal._remove_group(self.env.ref("crm.group_use_lead"))
                profile = self.env.ref(f"crm_playbook.profile_{screen}")
                users.set_playbook_profile(profile.id)
                with self.subTest(screen, leads=leads):
                    self.browser_js(
                        "/odoo",
                        CLICK_EVERYWHERE,
                        "odoo.isReady === true",
                        login=user.login,
                        timeout=600,
                        success_signal="clickbot test succeeded",
                    )
