"""Pausing, going on, stopping and leaving a step out: who may, and what it does."""

from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .follow_up_common import ChangeCommon

RULES = "odoo.addons.base.models.ir_rule"
ACCESS = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
@freeze_time("2030-05-08 09:00:00")
class TestWhatAPersonDoes(ChangeCommon):
    def test_pause_and_go_on(self):
        row = self._enroll(self.lead, next_date="2030-05-09 09:00:00")
        row.date_taken = row.date_entered
        self._change(row, "pause", paused_until="2030-06-01")
        self.assertEqual((row.state, row.paused_until), ("paused", date(2030, 6, 1)))
        self.assertEqual(row.reason, "They are moving house.")
        note = self.lead.message_ids[0]
        self.assertIn("paused until 06/01/2030", note.body)
        self.assertIn("They are moving house.", note.body)
        self.assertEqual(note.author_id, self.user_sales.partner_id)
        self._change(row, "go_on", reason="They are there.")
        self.assertEqual((row.state, row.paused_until), ("running", False))
        self.assertFalse(row.reason)
        self.assertEqual(str(row.next_date), "2030-05-09 09:00:00")
        self.assertIn("goes on", self.lead.message_ids[0].body)

    def test_what_has_become_due_meanwhile_is_due_now(self):
        row = self._enroll(self.lead, state="paused", next_date="2030-05-01 09:00:00")
        self._change(row, "go_on")
        self.assertEqual(
            (row.state, str(row.next_date)), ("waiting", "2030-05-08 09:00:00")
        )

    def test_stop(self):
        row = self._enroll(self.lead, step_id=self.escalate.id)
        event = self._plan(row, self.call)
        other = self._plan(row, self.letter)
        # Somebody has chosen another day: it is theirs.
        self.env.cr.execute(
            "UPDATE mail_activity SET write_date = write_date + INTERVAL '1 hour'"
            " WHERE id = %s",
            [other.activity_id.id],
        )
        self.env.invalidate_all()
        self._change(row, "stop")
        self.assertRecordValues(
            row,
            [
                {
                    "state": "cancelled",
                    "ending": "person",
                    "reason": "They are moving house.",
                    "next_date": False,
                    "date_ended": fields.Datetime.now(),
                }
            ],
        )
        self.assertEqual(event.state, "cancelled")
        self.assertEqual(other.state, "finished")
        self.assertEqual(self.lead.activity_ids, other.activity_id)
        [note] = self.lead.message_ids.filtered(lambda m: "stopped" in (m.body or ""))
        self.assertIn("They are moving house.", note.body)

    def test_leave_the_next_step_out(self):
        row = self._enroll(self.lead, state="waiting")
        self._change(row, "skip")
        [event] = row.event_ids
        self.assertRecordValues(
            event,
            [
                {
                    "state": "skipped",
                    "step_id": self.call.id,
                    "step_name": "Call",
                    "detail": "They are moving house.",
                    "occurrence": row.occurrence,
                    "lead_id": self.lead.id,
                }
            ],
        )
        self.assertEqual((row.step_id, row.state), (self.letter, "running"))
        self.assertEqual(row.next_date.date(), date(2030, 5, 11))
        self.assertIn("“Call” is left out", self.lead.message_ids[0].body)

    def test_leave_the_last_step_out_and_it_is_done(self):
        row = self._enroll(self.lead, step_id=self.escalate.id)
        self._change(row, "skip")
        self.assertEqual((row.state, row.ending), ("done", "finished"))

    def test_leave_out_what_could_not_be_done(self):
        row = self._enroll(self.lead, state="quarantined", error="Bang", tries=2)
        self._change(row, "skip")
        self.assertRecordValues(row, [{"state": "running", "error": False, "tries": 0}])

    def test_a_reason_is_asked_for(self):
        row = self._enroll(self.lead)
        for reason in (False, "", "  \n "):
            with self.subTest(reason), self.assertRaisesRegex(UserError, "Say why"):
                self._change(row, "pause", reason=reason)
        self.assertEqual(row.state, "running")

    def test_what_does_not_fit_is_refused(self):
        row = self._enroll(self.lead, state="done", step_id=False)
        for what in ("pause", "go_on", "stop", "skip"):
            with self.subTest(what), self.assertRaisesRegex(UserError, "Done"):
                self._change(row, what)
        simulated = self._enroll(self.lead, state="simulated", simulated=True)
        with self.assertRaises(UserError):
            self._change(simulated, "stop")

    def test_a_day_that_has_come_is_refused(self):
        row = self._enroll(self.lead)
        with self.assertRaisesRegex(UserError, "later one"):
            self._change(row, "pause", paused_until="2030-05-08")

    def test_the_engine_is_busy_with_it(self):
        row = self._enroll(self.lead)
        Enrollment = self.env.registry["playbook.enrollment"]
        with (
            patch.object(
                Enrollment, "try_lock_for_update", lambda self, **kwargs: self.browse()
            ),
            self.assertRaisesRegex(UserError, "busy with “Office chairs”"),
        ):
            self._change(row, "pause")

    def test_what_is_paused_until_a_day_goes_on_by_itself(self):
        self.user_sales.tz = "Pacific/Auckland"
        today, later, asked, fresh = (
            self._enroll(
                self.lead,
                occurrence=number,
                state="paused",
                paused_until=until,
                next_date="2030-05-01 09:00:00",
                date_taken=taken,
            )
            for number, until, taken in (
                # In Auckland it is the 8th as well, and the 9th from noon on.
                (1, "2030-05-08", "2030-05-01 09:00:00"),
                (2, "2030-05-09", "2030-05-01 09:00:00"),
                (3, False, "2030-05-01 09:00:00"),
                (4, "2030-05-02", False),
            )
        )
        self.assertEqual(self.env["playbook.enrollment"]._resume_due(10), 2)
        self.assertRecordValues(
            today | later | asked | fresh,
            [
                {"state": "running", "paused_until": False},
                {"state": "paused", "paused_until": date(2030, 5, 9)},
                {"state": "paused", "paused_until": False},
                {"state": "waiting", "paused_until": False},
            ],
        )
        self.assertEqual(today.next_date, fields.Datetime.now())
        with freeze_time("2030-05-08 13:00:00"):
            self.assertEqual(self.env["playbook.enrollment"]._resume_due(10), 1)


@tagged("post_install", "-at_install")
class TestSeveralAtOnce(ChangeCommon):
    def _rows(self, count):
        rows = self.env["playbook.enrollment"]
        for number in range(count):
            lead = self._create_lead(name=f"Deal {number}", user_id=self.user_sales.id)
            row = self._enroll(lead)
            self._plan(row, self.call)
            row.step_id = self.letter
            rows |= row
        return rows

    def test_those_that_fit(self):
        rows = self._rows(3)
        rows[0].write({"state": "done", "step_id": False})
        result = self._change(rows, "pause")
        self.assertEqual(rows.mapped("state"), ["done", "paused", "paused"])
        self.assertIn("2 of them", result["params"]["message"])

    def test_as_many_queries_for_thirty_as_for_three(self):
        for what in ("pause", "go_on", "skip", "stop"):
            few, many = self._rows(3), self._rows(30)
            if what == "go_on":
                (few | many).write({"state": "paused"})
            counts = []
            for rows in (self._rows(1), few, many):
                if what == "go_on":
                    rows.write({"state": "paused"})
                rows = rows.with_user(self.user_sales)
                counts.append(
                    self._count_queries(
                        lambda rows=rows, what=what: rows._change(what, "Because")
                    )
                )
            with self.subTest(what):
                self.assertLessEqual(counts[2], counts[1] + 2)


@tagged("post_install", "-at_install")
class TestWhoMay(ChangeCommon):
    def test_who_may_write_the_record(self):
        row = self._enroll(self.lead)
        self._change(row, "pause", self.user_sales)
        self.assertEqual(row.state, "paused")
        self.assertEqual(
            self._tell_one(self.lead, self.user_sales)["may"], ["go_on", "stop"]
        )

    def test_who_may_write_the_workflow(self):
        row = self._enroll(self.lead)
        self.assertFalse(
            self.lead.with_user(self.user_sales_management).has_access("write")
        )
        self._change(row, "pause", self.user_sales_management)
        self.assertEqual(row.state, "paused")

    def test_who_answers_for_the_workflow(self):
        reader = self.user_sales
        row = self._enroll(self.lead)
        self.env["ir.rule"].create(
            {
                "name": "Nobody may write it",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {self.lead.id})]",
                "perm_read": False,
            }
        )
        self.assertRefused(row, reader)
        self.assertEqual(self._tell_one(self.lead, reader)["may"], [])
        self.workflow.responsible_id = reader
        self._change(row, "pause", reader)
        self.assertEqual(row.state, "paused")

    @mute_logger(RULES, ACCESS)
    def test_who_may_not(self):
        self.lead.company_id = self.env.company
        row = self._enroll(self.lead)
        for user in (
            self.user_other_team,
            self.user_other_company,
            self.user_salesperson,
            self.user_without_profile,
            self.user_portal,
            self.user_public,
        ):
            self.assertRefused(row, user)

    @mute_logger(RULES, ACCESS)
    def test_the_dialog_opens_no_door(self):
        """A wizard made through RPC, for what its maker may not change."""
        row = self._enroll(self.lead)
        Change = self.env["playbook.enrollment.change"]
        values = {"steering": "stop", "enrollment_ids": [Command.set(row.ids)]}
        refused = (self.user_other_team, self.user_portal, self.user_salesperson)
        for user in refused:
            with self.cr.savepoint(), self.assertRaises(AccessError):
                Change.with_user(user).create(values)
        change = Change.create({**values, "reason": "Ha"})
        for user in refused:
            change.sudo().create_uid = user
            # The portal may not use it, the others do not see what it is for.
            with self.cr.savepoint(), self.assertRaises(UserError):
                change.with_user(user).action_confirm()
        self.assertEqual(row.state, "running")

    def test_one_may_not_is_all_may_not(self):
        mine = self._enroll(self.lead)
        lead = self._create_lead(name="Theirs", user_id=self.user_other_team.id)
        theirs = self._enroll(lead)
        with (
            mute_logger(RULES),
            self.cr.savepoint(),
            self.assertRaises(AccessError),
        ):
            (mine | theirs).with_user(self.user_sales)._change("stop", "Because")
        self.assertEqual((mine | theirs).mapped("state"), ["running", "running"])
