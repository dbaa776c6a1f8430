"""Planned activities that are finished in the dialog, one or several."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_actions_log import LogCommon


@tagged("post_install", "-at_install")
class TestLogPlanned(LogCommon):
    def test_several_at_once(self):
        other = self._create_lead(user_id=self.user_sales.id)
        activities = self._plan() | self._plan(other)
        mine = activities.with_user(self.user_sales)
        form = self._dialog(mine.action_done())
        self.assertEqual(form.title, "2 activities")
        form.outcome_id = self.positive
        form.purpose_id = self.purpose
        actions = self._save(form)
        self.assertEqual(actions.activity_id, activities)
        self.assertEqual(set(actions.mapped("origin")), {"planned"})
        self.assertEqual(actions.purpose_id, self.purpose)
        self.assertEqual(len(actions.next_activity_id), 2)

    def test_of_different_types_one_at_a_time(self):
        activities = self._plan() | self._plan(activity_type_id=self.kind_next.id)
        with self.assertRaisesRegex(UserError, "Ring.*Follow|Follow.*Ring"):
            activities.with_user(self.user_sales).action_done()
        activities = self._plan() | self._plan(playbook_purpose_id=self.purpose.id)
        with self.assertRaisesRegex(UserError, "one type and purpose"):
            activities.with_user(self.user_sales).action_done()
        Log = self.env["playbook.action.log"].with_user(self.user_sales)
        log = Log.create(
            {"activity_ids": activities.ids, "outcome_id": self.neutral.id}
        )
        with self.assertRaisesRegex(UserError, "one type and purpose"):
            log.action_save()

    def test_the_purpose_of_a_planned_one_is_corrected(self):
        self.neutral.purpose_ids = self.purpose
        activity = self._plan().with_user(self.user_sales)
        form = self._dialog(activity.action_done())
        form.purpose_id = self.purpose
        form.outcome_id = self.neutral
        self.assertEqual(self._save(form).purpose_id, self.purpose)

    def test_the_next_one_is_planned_by_hand_where_the_outcome_plans_none(self):
        for outcome, opens in ((self.neutral, True), (self.positive, False)):
            activity = self._plan().with_user(self.user_sales)
            form = self._dialog(activity.action_done_schedule_next())
            form.outcome_id = outcome
            following = form.save().action_save()["params"]["next"]
            self.assertEqual(following.get("res_model") == "mail.activity", opens)

    def test_whose_without_a_profile_plans_the_next_one_as_in_odoo(self):
        user = self.user_salesperson
        self.lead.user_id = user
        for document in (self.lead, self.customer):
            activity = self._plan(document, user_id=user.id).with_user(user)
            action = activity.action_feedback_schedule_next(feedback="Said")
            self.assertEqual(action["res_model"], "mail.activity")
            self.assertEqual(len(self._actions_of(activity)), 1)

    def test_planned_and_finished_at_once(self):
        Schedule = self.env["mail.activity.schedule"].with_user(self.user_sales)
        schedule = Schedule.with_context(
            active_model="crm.lead", active_ids=self.lead.ids
        ).create({"activity_type_id": self.kind.id, "summary": "Now"})
        form = self._dialog(schedule.action_schedule_activities_done())
        form.outcome_id = self.neutral
        action = self._save(form)
        self.assertRecordValues(action, [{"name": "Now", "origin": "logged"}])
