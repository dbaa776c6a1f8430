"""What a person has paused, stopped or left out, and the scheduled action after it."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .follow_up_common import ChangeCommon


@tagged("post_install", "-at_install")
class TestWithTheEngine(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls._create_stale(20)
        cls.deal.activity_ids.unlink()

    def test_what_is_paused_waits_and_goes_on_where_it_was(self):
        self._run()
        row = self._enrollments(self.deal)
        self.assertEqual((row.state, row.step_id), ("running", self.letter))
        self._change(row, "pause")
        with freeze_time(fields.Datetime.now() + timedelta(days=5)):
            self._run()
            self.assertEqual(row.state, "paused")
            self.assertEqual(len(self._activities(self.deal)), 1)
            self._change(row, "go_on")
            self._run()
            self.assertEqual(len(self._activities(self.deal)), 3)

    def test_what_is_stopped_does_not_begin_again(self):
        self._run()
        row = self._enrollments(self.deal)
        self._change(row, "stop")
        self.assertFalse(self._activities(self.deal))
        self._run()
        self.assertEqual(self._enrollments(self.deal), row)
        self.assertFalse(self._activities(self.deal))

    def test_what_is_left_out_is_not_done(self):
        self._run()
        row = self._enrollments(self.deal)
        self._change(row, "skip")
        self.assertEqual(row.step_id, self.escalate)
        self._run()
        self.assertEqual(
            row.event_ids.sorted("id").mapped("state"),
            ["planned", "skipped", "planned"],
        )
