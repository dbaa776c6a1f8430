"""Steps that wait until what was asked is done and reported."""

from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .engine_common import DAY, TAKE, EngineCommon


@tagged("post_install", "-at_install")
class TestStepLogged(EngineCommon):
    def setUp(self):
        super().setUp()
        self.reason = self.env["crm.lost.reason"].create({"name": "Not reached"})
        self.call = self.env.ref("mail.mail_activity_data_call")
        with freeze_time(DAY):
            self._switch_on(
                {"activity_type_id": self.call.id},
                {
                    "kind": "lose",
                    "delay": 1,
                    "condition": "logged",
                    "lost_reason_id": self.reason.id,
                },
            )
            self.lead = self._create_stale()
            self._run()

    def _held(self):
        enrollment = self._enrollment(self.lead)
        return enrollment.held_reason, str(enrollment.next_date)

    def test_it_waits_from_working_day_to_working_day(self):
        self._at("2031-03-04 10:00:00")
        reason, moment = self._held()
        self.assertEqual(reason, "“Step 1” is not done and reported yet.")
        self.assertEqual(moment, "2031-03-05 10:00:00")
        self._at("2031-03-07 10:00:00")
        self.assertEqual(self._held()[1], "2031-03-10 10:00:00", "over the weekend")
        self.assertEqual(self._enrollment(self.lead).state, "running")
        with freeze_time("2031-03-07 11:00:00"):
            self._finish(self.lead, "not_reached")
        self._at("2031-03-07 12:00:00")
        self.assertEqual(self.lead.won_status, "pending")
        self._at("2031-03-10 10:00:00")
        self.assertEqual(self.lead.won_status, "lost")
        self.assertEqual(self.lead.lost_reason_id, self.reason)
        self.assertEqual(
            self._events(self.lead), [("Step 1", "finished"), ("Step 2", "carried_out")]
        )
        enrollment = self._enrollment(self.lead)
        self.assertEqual((enrollment.state, enrollment.held_reason), ("done", False))

    def test_what_was_done_without_a_report_does_not_count(self):
        """As an addon that finishes activities by itself."""
        self.env.flush_all()
        activity = self._planned(self.lead)
        self.env.cr.execute(
            "UPDATE mail_activity SET active = FALSE WHERE id = %s", [activity.id]
        )
        self.env.invalidate_all()
        self._at("2031-03-04 10:00:00")
        self.assertTrue(self._held()[0])
        self.assertEqual(self.lead.won_status, "pending")

    def test_after_a_deleted_one_any_report_counts(self):
        with freeze_time("2031-03-03 12:00:00"):
            self._planned(self.lead).unlink()
        self._at("2031-03-04 10:00:00")
        self.assertTrue(self._held()[0])
        with freeze_time("2031-03-04 12:00:00"):
            self._finish(self.lead)
        self._at("2031-03-05 10:00:00")
        self.assertEqual(self.lead.won_status, "lost")

    def test_it_needs_an_activity_before_it(self):
        with self.assertRaisesRegex(ValidationError, "somebody could report"):
            self._create_workflow(
                step_ids=[Command.create({"summary": "1", "condition": "logged"})]
            )

    def test_few_are_lost_in_one_transaction(self):
        with freeze_time(DAY):
            leads = self._create_stale(count=5)
            self._run()
            for lead in leads:
                self._finish(lead, "not_reached")
        workflow, taken = type(self.workflow), []
        take_step = workflow._take_step

        def count(this, step, rows):
            taken.append(len(rows))
            return take_step(this, step, rows)

        with patch(f"{TAKE}.LOSSES", 2), patch.object(workflow, "_take_step", count):
            self._at("2031-03-04 11:00:00")
        self.assertEqual(leads.mapped("won_status"), ["lost"] * 5)
        self.assertLessEqual(max(taken), 2)

    def test_of_many_one_waits_alone(self):
        with freeze_time(DAY):
            leads = self._create_stale(count=3)
            self._run()
            for lead in leads[1:]:
                self._finish(lead, "not_reached")
        self._at("2031-03-04 11:00:00")
        self.assertEqual(leads.mapped("won_status"), ["pending", "lost", "lost"])
