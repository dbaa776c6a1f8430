"""What happened on a deal and what comes, in a browser."""

from odoo.fields import Command
from odoo.tests import tagged

from .tour_common import StaleTourCase


class FollowUpTours(StaleTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workflow.step_ids = [
            Command.create({"summary": "Ask once more", "sequence": 90, "delay": 30})
        ]

    def _tour(self, name):
        self._follow_up()
        self.start_tour(
            f"/odoo/crm.lead/{self.lead.id}", name, login=self.salesperson.login
        )
        self.env.invalidate_all()
        return self.env["playbook.enrollment"].search(
            [("lead_id", "=", self.lead.id), ("simulated", "=", False)]
        )


@tagged("post_install", "-at_install")
class TestFollowUpOnTheDesktop(FollowUpTours):
    def test_read_pause_go_on_and_stop(self):
        row = self._tour("playbook_follow_up")
        self.assertEqual((row.state, row.ending), ("cancelled", "person"))
        self.assertEqual(row.reason, "They bought elsewhere.")
        self.assertFalse(self.lead.activity_ids)


@tagged("post_install", "-at_install")
class TestFollowUpOnThePhone(FollowUpTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_read_and_pause(self):
        row = self._tour("playbook_follow_up_phone")
        self.assertEqual((row.state, row.reason), ("paused", "They are moving house."))
        self.assertEqual(len(self.lead.activity_ids), 1)
