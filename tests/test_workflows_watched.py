"""Nothing runs unattended: somebody answers for each workflow, and looks again."""

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import DAY, TAKE, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowsWatched(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Shipped reports are to be looked at again, too.
        cls.env["playbook.report"].search([]).active = False

    def _lines(self, source, user=None):
        Day = self.env["playbook.day"].with_user(user or self.user_sales_management)
        return [
            line
            for line in Day.get_my_day()["lines"]
            if line["key"].startswith(f"{source}-")
        ]

    @freeze_time(DAY)
    def test_whoever_switches_it_live_answers_where_nobody_does(self):
        self._switch_on({}, responsible_id=False)
        self.assertEqual(self.workflow.responsible_id, self.user_sales_management)
        self.assertEqual(str(self.workflow.review_date), "2031-09-03")

    def test_looked_at_again(self):
        with freeze_time(DAY):
            self._switch_on()
            self.assertFalse(self._lines("reviews"))
        with freeze_time("2031-09-01 10:00:00"):
            [line] = self._lines("reviews")
            self.assertEqual(line["document"], self.workflow.name)
            self.assertFalse(self._lines("reviews", self.user_sales))
            self._look_at(line, "2031-10-10")
            self.assertFalse(self._lines("reviews"))
        with freeze_time("2031-10-10 10:00:00"):
            [line] = self._lines("reviews")
            self._look_at(line)
            self.assertEqual(str(self.workflow.review_date), "2032-04-10")

    def _look_at(self, line, next_date=None):
        Day = self.env["playbook.day"].with_user(self.user_sales_management)
        action = Day.finish_line(line["key"])["action"]
        rows = Day.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rows.kind, "Workflow")
        if next_date:
            rows.next_date = next_date
        rows.action_done()

    @freeze_time(DAY)
    def test_what_went_wrong(self):
        self._switch_on()
        lead = self._create_stale(days=20)
        failing = self._on_failing_create([lead.name], ValueError("no"))
        with failing, mute_logger(TAKE):
            self._run()
        [line] = self._lines("stuck")
        self.assertIn("1 in quarantine", line["badge"])
        self.assertFalse(self._lines("stuck", self.user_sales))
        lead.action_set_lost()
        self._run()
        self.assertFalse(self._lines("stuck"))
