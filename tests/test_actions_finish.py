"""Every way of finishing an activity asks how it went, and leaves one action."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestFinish(ActionsCommon):
    def setUp(self):
        super().setUp()
        self.activity = self._plan().with_user(self.user_sales)

    # The ways in which it is finished; each returns what the client gets.

    def _feedback(self, activity):
        return activity.action_feedback(feedback="Said")

    def _feedback_next(self, activity):
        return activity.action_feedback_schedule_next(feedback="Said")

    def _button(self, activity):
        return activity.action_done()

    def _button_next(self, activity):
        return activity.action_done_schedule_next()

    def _button_redirect(self, activity):
        return activity.action_done_redirect_to_other()

    def _archive(self, activity):
        return activity.action_archive()

    def _write(self, activity):
        return activity.write({"active": False})

    def _of_document(self, activity):
        document = self.env[activity.res_model].browse(activity.res_id)
        return document.with_user(self.user_sales).activity_feedback(
            ["crm_playbook.test_actions_kind"], only_automated=False
        )

    def _my_day(self, activity):
        answer = (
            self.env["playbook.day"]
            .with_user(self.user_sales)
            .finish_line(f"activity-{activity.id}")
        )
        if not answer["done"] and not answer.get("action"):
            raise ValidationError(answer["message"])
        return answer.get("action")

    def _ours(self, activity):
        return activity.action_playbook_finish()["action"]

    def _ways(self):
        self.activity.unlink()
        self.env["ir.model.data"].create(
            {
                "module": "crm_playbook",
                "name": "test_actions_kind",
                "model": "mail.activity.type",
                "res_id": self.kind.id,
            }
        )
        refuse = ("feedback", "archive", "write", "of_document")
        ask = (
            *("feedback_next", "button", "button_next", "button_redirect"),
            *("ours", "my_day"),
        )
        return refuse, ask

    def test_every_way_asks_for_the_outcome(self):
        refuse, ask = self._ways()
        for way in refuse:
            with self.subTest(way=way):
                activity = self._plan().with_user(self.user_sales)
                with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                    getattr(self, f"_{way}")(activity)
                self.assertIn("They want it", str(caught.exception))
                activity.invalidate_recordset()
                self.assertTrue(activity.active)
                self.assertFalse(self._actions_of(activity))
                activity.unlink()
        for way in ask:
            with self.subTest(way=way):
                activity = self._plan().with_user(self.user_sales)
                action = getattr(self, f"_{way}")(activity)
                self.assertEqual(action["res_model"], "playbook.action.log")
                self.assertTrue(activity.active)
                self.assertFalse(self._actions_of(activity))
                activity.unlink()

    def test_every_way_finishes_once_where_the_outcome_is_there(self):
        refuse, ask = self._ways()
        for way in (*refuse, *ask):
            with self.subTest(way=way):
                activity = self._plan(playbook_outcome_id=self.neutral.id)
                getattr(self, f"_{way}")(activity.with_user(self.user_sales))
                self.assertFalse(activity.active)
                action = self._actions_of(activity)
                self.assertEqual(len(action), 1)
                self.assertEqual(action.outcome_id, self.neutral)
                self.assertEqual(action.user_id, self.user_sales)
                self.assertEqual(action.state, "done")

    def test_plain_activities_are_finished_as_in_odoo(self):
        refuse, ask = self._ways()
        for way in (*refuse[:3], *ask):
            with self.subTest(way=way):
                activity = self._plan(activity_type_id=self.kind_plain.id)
                getattr(self, f"_{way}")(activity.with_user(self.user_sales))
                self.assertFalse(activity.active)
                self.assertEqual(len(self._actions_of(activity)), 1)
                self.assertFalse(self._actions_of(activity).outcome_id)

    def test_who_has_no_profile_is_not_asked(self):
        activity = self._plan(user_id=self.user_salesperson.id)
        self.lead.user_id = self.user_salesperson
        activity = activity.with_user(self.user_salesperson)
        self.assertFalse(activity.playbook_choices)
        activity.action_feedback()
        self.assertFalse(activity.active)
        self.assertEqual(self._actions_of(activity).user_id, self.user_salesperson)

    def test_one_click(self):
        stage = self.lead.stage_id
        answer = self.activity.action_playbook_finish(self.positive.id, "Said")
        self.assertTrue(answer["done"])
        self.assertFalse(answer["action"])
        self.assertIn("Follow", answer["message"])
        action = self._actions_of(self.activity)
        self.assertRecordValues(
            action,
            [
                {
                    "name": "Ring them up",
                    "activity_type_id": self.kind.id,
                    "activity_type_name": "Ring",
                    "channel": "call",
                    "state": "done",
                    "origin": "planned",
                    "lead_id": self.lead.id,
                    "partner_id": self.customer.id,
                    "commercial_partner_id": self.customer.id,
                    "user_id": self.user_sales.id,
                    "responsible_id": self.user_sales.id,
                    "outcome_id": self.positive.id,
                    "result": "positive",
                    "stage_id": stage.id,
                    "promise": "kept",
                    "positive_rate": 100.0,
                    "kept_rate": 100.0,
                    "note": "Said",
                }
            ],
        )
        following = action.next_activity_id
        self.assertEqual(following.activity_type_id, self.kind_next)
        self.assertEqual(following.user_id, self.user_sales)

    def test_a_lead_becomes_an_opportunity(self):
        lead = self._create_lead(type="lead", user_id=self.user_sales.id)
        activity = self._plan(lead).with_user(self.user_sales)
        activity.action_playbook_finish(self.positive.id)
        self.assertEqual(lead.type, "opportunity")
        self.assertIn("opportunity", self._actions_of(activity).followed_by)

    def test_a_note_that_is_asked_for(self):
        answer = self.activity.action_playbook_finish(self.negative.id)
        self.assertFalse(answer["done"])
        log = Form(
            self.env["playbook.action.log"]
            .with_user(self.user_sales)
            .with_context(**answer["action"]["context"])
        )
        self.assertEqual(log.outcome_id, self.negative)
        log.note = "Too dear"
        log.save().action_save()
        self.assertEqual(self._actions_of(self.activity).note, "Too dear")

    def test_finished_twice(self):
        self.activity.action_playbook_finish(self.neutral.id)
        with self.assertRaisesRegex(UserError, "Playbook sales, Perhaps"):
            self.activity.action_playbook_finish(self.neutral.id)
        self.assertEqual(len(self._actions_of(self.activity)), 1)

    def test_reopened_and_finished_again(self):
        self.activity.action_playbook_finish(self.positive.id)
        self.activity.action_unarchive()
        planned = self.lead.activity_ids
        self.activity.action_playbook_finish(self.positive.id)
        self.assertEqual(len(self._actions_of(self.activity)), 1)
        self.assertEqual(self.lead.activity_ids, planned - self.activity)
