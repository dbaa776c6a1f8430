"""Tests in a browser that make web assets - tours in Spanish, Odoo's that clicks
everywhere, and the unit tests of our JavaScript -, all in this file.

Two test processes must not make any at the same time: they share the files.
"""

from odoo.tests import HttpCase, tagged

from .common import FULL, INTERNAL, PROFILE_GROUPS
from .test_profiles_day_tours import DayTours
from .test_profiles_tours import ProfileTours
from .test_segments_tours import CustomerStateTours
from .test_workflows_tours import SalespersonTours

CLICK_EVERYWHERE = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('crm.crm_menu_root');"
)
# Odoo's runner of JavaScript tests finds what to run by the hash of a suite's name.
SUITE = "@crm_playbook"
SUITE_PASSED = "[HOOT] Test suite succeeded"


def _get_suite_id():
    number = 0
    for letter in SUITE:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


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

    class HootCase(HttpCase):
        """The unit tests of our JavaScript, in ``static/tests``."""

        preset = "desktop"

        def _run_suite(self):
            self.browser_js(
                "/web/tests?headless&loglevel=2&timeout=15000"
                f"&preset={self.preset}&id={_get_suite_id()}",
                "",
                "",
                login="admin",
                timeout=600,
                success_signal=SUITE_PASSED,
                # It tells of each test that fails, and then that the suite has failed.
                error_checker=lambda message: "[HOOT]" not in message,
            )

    @tagged("post_install", "-at_install")
    class TestHootOnTheDesktop(HootCase):
        def test_suite(self):
            self._run_suite()

    @tagged("post_install", "-at_install")
    class TestHootOnThePhone(HootCase):
        # What this preset expects.
        browser_size = "375x667"
        touch_enabled = True
        preset = "mobile"

        def test_suite(self):
            self._run_suite()
