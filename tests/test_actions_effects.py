"""What follows from an outcome on the lead, with the rights of who finishes."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestEffects(ActionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.team_id = cls.team
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Too dear"})
        Stage = cls.env["crm.stage"]
        cls.start, cls.middle, cls.end, cls.theirs = Stage.create(
            [
                {"name": "Start", "sequence": -30},
                {"name": "Middle", "sequence": -20},
                {"name": "End", "sequence": -10},
                {
                    "name": "Of the others",
                    "sequence": -5,
                    "team_ids": [Command.link(cls.team_other.id)],
                },
            ]
        )
        cls.lead.stage_id = cls.start

    # ------------------------------------------------------------------
    # Leads
    # ------------------------------------------------------------------

    def _use_leads(self, used):
        internal = self.env.ref("base.group_user")
        group = self.env.ref("crm.group_use_lead")
        (internal._apply_group if used else internal._remove_group)(group)

    def test_convert_with_leads_switched_on(self):
        self._use_leads(True)
        lead = self._create_lead(
            type="lead", user_id=self.user_sales.id, stage_id=self.start.id
        )
        outcome = self._make_outcome(convert_lead=True)
        action = self._finish(outcome, self._plan(lead))
        self.assertEqual(lead.type, "opportunity")
        self.assertIn("opportunity", action.followed_by)
        # An opportunity is one already.
        action = self._finish(outcome)
        self.assertEqual(self.lead.stage_id, self.start)
        self.assertFalse(action.followed_by)

    def test_convert_with_leads_switched_off(self):
        self._use_leads(False)
        outcome = self._make_outcome(convert_lead=True)
        action = self._finish(outcome)
        self.assertEqual(self.lead.stage_id, self.middle)
        self.assertEqual(action.stage_id, self.start)
        self.assertIn("Middle", action.followed_by)
        self.assertFalse(self._finish(outcome).followed_by)
        self.assertEqual(self.lead.stage_id, self.middle)

    def test_a_stage_is_never_moved_back(self):
        outcome = self._make_outcome(stage_id=self.middle.id)
        self.assertIn("Middle", self._finish(outcome).followed_by)
        self.assertEqual(self.lead.stage_id, self.middle)
        self.lead.stage_id = self.end
        self.assertFalse(self._finish(outcome).followed_by)
        self.assertEqual(self.lead.stage_id, self.end)

    def test_a_stage_of_another_team_is_not_entered(self):
        outcome = self._make_outcome(stage_id=self.theirs.id)
        self.assertFalse(self._finish(outcome).followed_by)
        self.assertEqual(self.lead.stage_id, self.start)
        self.lead.team_id = self.team_other
        self.assertIn("Of the others", self._finish(outcome).followed_by)
        self.assertEqual(self.lead.stage_id, self.theirs)

    def test_lost_with_the_reason(self):
        other = self._plan(summary="Something else")
        outcome = self._make_outcome(mark_lost=True, lost_reason_id=self.reason.id)
        action = self._finish(outcome)
        self.assertEqual(self.lead.won_status, "lost")
        self.assertEqual(self.lead.lost_reason_id, self.reason)
        self.assertIn("Too dear", action.followed_by)
        self.assertEqual(action.state, "done")
        # Odoo leaves what is planned besides.
        self.assertTrue(other.active)

    def test_what_is_over_stays_as_it_was(self):
        outcome = self._make_outcome(
            stage_id=self.end.id, set_field="referred", set_value="Ann"
        )
        self.lead.action_set_won()
        stage = self.lead.stage_id
        action = self._finish(outcome)
        self.assertEqual(self.lead.stage_id, stage)
        self.assertFalse(self.lead.referred)
        self.assertTrue(action.followed_by)
        lost = self._create_lead(user_id=self.user_sales.id, stage_id=self.start.id)
        lost.action_set_lost(lost_reason_id=self.reason.id)
        action = self._finish(outcome, self._plan(lost))
        self.assertEqual(lost.stage_id, self.start)
        self.assertEqual(action.lead_id, lost)

    def test_an_order_moves_its_opportunity(self):
        order = self._create_order(
            self.customer, user_id=self.user_sales.id, opportunity_id=self.lead.id
        )
        action = self._finish(
            self._make_outcome(stage_id=self.end.id), self._plan(order)
        )
        self.assertEqual(self.lead.stage_id, self.end)
        self.assertRecordValues(
            action,
            [
                {
                    "lead_id": self.lead.id,
                    "order_id": order.id,
                    "stage_id": self.start.id,
                    "partner_id": self.customer.id,
                }
            ],
        )

    def test_nothing_of_a_customer_is_moved(self):
        action = self._finish(
            self._make_outcome(stage_id=self.end.id), self._plan(self.customer)
        )
        self.assertFalse(action.followed_by)
        self.assertFalse(action.lead_id)
        self.assertEqual(self.lead.stage_id, self.start)

    def test_several_leads_at_once(self):
        other = self._create_lead(user_id=self.user_sales.id, stage_id=self.end.id)
        activities = self._plan() | self._plan(other) | self._plan()
        outcome = self._make_outcome(
            stage_id=self.middle.id, next_type_id=self.kind_next.id
        )
        activities.with_user(self.user_sales).action_playbook_finish(outcome.id)
        self.assertEqual(self.lead.stage_id, self.middle)
        self.assertEqual(other.stage_id, self.end)
        actions = self._actions_of(activities)
        self.assertEqual(len(actions), 3)
        self.assertEqual(len(actions.next_activity_id), 3)
        for action in actions:
            moved = "Middle" in action.followed_by
            self.assertEqual(moved, action.lead_id == self.lead)
            self.assertEqual(action.next_activity_id.res_id, action.lead_id.id)

    # ------------------------------------------------------------------
    # Who may not
    # ------------------------------------------------------------------

    def _assert_nothing_finished(self, activity, outcome, user, words="“So”"):
        mine = activity.with_user(user)
        before = len(self.lead.message_ids)
        for way in (
            lambda: mine.action_playbook_finish(outcome.id),
            lambda: mine.write({"playbook_outcome_id": outcome.id, "active": False}),
        ):
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                way()
            self.assertIn(words, str(caught.exception))
            self.env.invalidate_all()
            self.assertTrue(activity.active)
            self.assertFalse(activity.playbook_outcome_id)
            self.assertFalse(self._actions_of(activity))
            self.assertEqual(len(self.lead.message_ids), before)

    def test_who_may_not_change_the_lead_is_told_and_finishes_nothing(self):
        """Customer Service reads the lead of its customer and changes none."""
        user = self.user_customer_service
        activity = self._plan(user_id=user.id)
        for values in (
            {"stage_id": self.end.id},
            {"set_field": "referred", "set_value": "Ann"},
            {"mark_lost": True, "lost_reason_id": self.reason.id},
        ):
            with self.subTest(**values):
                outcome = self._make_outcome(**values)
                self._assert_nothing_finished(activity, outcome, user)
        self.assertEqual(self.lead.stage_id, self.start)
        # The same outcome without effects is theirs to give.
        action = self._finish(self._make_outcome(), activity, user)
        self.assertEqual(action.user_id, user)

    def test_who_may_not_even_read_the_lead(self):
        self.lead.write({"user_id": self.user_other_team.id, "team_id": False})
        activity = self._plan()
        outcome = self._make_outcome(stage_id=self.end.id)
        self._assert_nothing_finished(activity, outcome, self.user_sales)
        # What is one's own is finished all the same.
        action = self._finish(self._make_outcome(), activity)
        self.assertEqual(action.lead_id, self.lead)

    def test_who_may_not_plan_on_the_document(self):
        self.lead.write({"user_id": self.user_other_team.id, "team_id": False})
        activity = self._plan()
        outcome = self._make_outcome(next_type_id=self.kind_next.id)
        words = "You may not plan the next step after “Ring them up”"
        self._assert_nothing_finished(activity, outcome, self.user_sales, words)
