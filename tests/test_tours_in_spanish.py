"""The tours in Spanish, all in this file: it makes the web assets of that language.

Two test processes must not do that at the same time: they share the files.
"""

from odoo.tests import tagged

from .common import FULL
from .test_profiles_day_tours import DayTours
from .test_segments_tours import CustomerStateTours
from .test_workflows_tours import SalespersonTours


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
