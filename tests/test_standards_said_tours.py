"""What is not clear is said on the record, and answered in My Day, in a browser."""

from odoo.tests import tagged

from .test_standards_tours import MY_DAY, StandardsTours


@tagged("post_install", "-at_install")
class TestSaidTours(StandardsTours):
    def test_not_clear(self):
        self.procedure.user_id = self.leader
        self._tour("playbook_said_not_clear")
        self._tour("playbook_said_answer", MY_DAY, self.leader.login)
        said = self.procedure.acknowledgement_ids.sorted("id")
        self.assertEqual(said.mapped("opinion"), ["not_clear", "clear"])
        said = said[0]
        self.assertEqual(said.lead_id, self.lead)
        self.assertEqual(said.reply, "The one they named")
        self.assertFalse(said.finding_ids.filtered(lambda each: not each.date_closed))
