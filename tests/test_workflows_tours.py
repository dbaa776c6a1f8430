"""The salesperson's side of it, in a browser."""

from odoo.tests import tagged

from .common import FULL
from .tour_common import StaleTourCase

STALE = "/odoo/playbook-stale"


class SalespersonTours(StaleTourCase):
    def _tour(self, name):
        self._follow_up()
        self.assertEqual(len(self.lead.activity_ids), 1)
        self.start_tour(STALE, name, login=self.salesperson.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestStaleOnTheDesktop(SalespersonTours):
    def test_find_it_move_it_and_the_follow_up_is_cancelled(self):
        self._tour("playbook_stale_opportunities")
        self.assertEqual(self.lead.stage_id, self.stage_next)
        self._run()
        self.assertFalse(self.lead.activity_ids)
        self.assertIn("has moved", str(self.lead.message_ids[0].body))

    def test_do_it_and_it_does_not_come_again(self):
        self._tour("playbook_follow_up_done")
        self._run()
        self.assertFalse(self.lead.activity_ids)
        enrollment = self.env["playbook.enrollment"].search(
            [("lead_id", "=", self.lead.id), ("simulated", "=", False)]
        )
        self.assertEqual(enrollment.state, "done")


@tagged("post_install", "-at_install")
class TestStaleOnThePhone(SalespersonTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_find_it(self):
        self._tour("playbook_stale_opportunities_phone")


if FULL:

    @tagged("post_install", "-at_install")
    class TestStaleWithLeads(SalespersonTours):
        def test_find_it_and_move_it(self):
            self.env.ref("base.group_user").implied_ids |= self.env.ref(
                "crm.group_use_lead"
            )
            self._tour("playbook_stale_opportunities")
            self.assertEqual(self.lead.stage_id, self.stage_next)
