"""Whoever approves sees before whom it touches, also of a new version."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_standards_approval import ApprovalCase


@tagged("post_install", "-at_install")
class TestDecidingOnImpact(ApprovalCase):
    def _read(self, action, user):
        self.assertEqual(action["res_model"], "playbook.procedure.impact")
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _revise(self, state="enforce", user=None):
        original = self._make_procedure(state=state)
        user = user or self.author
        action = original.with_user(user).action_revise()
        draft = self.Procedure.with_user(user).browse(action["res_id"])
        draft.requirement_ids = [
            Command.create({"field_name": "contact_name", "reason": "Who it is"})
        ]
        return original, draft

    def test_new_version_is_put_in_force(self):
        lead = self._make_lead(stage_id=self.middle.id, expected_revenue=50)
        self.assertTrue(lead)
        original, draft = self._revise(user=self.manager)
        impact = self._read(draft.action_observe(), self.manager)
        self.assertEqual((impact.shown_state, impact.is_revision), ("enforce", True))
        self.assertIn("could not go on today", impact.sentence)
        self.assertTrue(
            impact.consequence.startswith(
                "It takes the place of version 1 of “Standard”, which is enforced. "
                "What is missing is asked for"
            )
        )
        self.assertEqual(impact.blocked_count, 1)
        impact.action_go()
        self.assertEqual(
            (original.state, len(original.requirement_ids)), ("enforce", 2)
        )
        self.assertFalse(draft.exists())

    def test_new_version_of_what_warns(self):
        _original, draft = self._revise("warn", self.manager)
        impact = self._read(draft.action_observe(), self.manager)
        self.assertIn("which warns. The work goes on", impact.consequence)

    def test_form_shows_it_before_it_is_approved(self):
        original, draft = self._revise()
        draft.action_ask_approval()
        own = draft.with_user(self.manager).with_context(playbook_in_form=True)
        impact = self._read(own.action_approve(), self.manager)
        self.assertEqual(draft.approval, "asked")
        self.assertTrue(impact.may_approve)
        action = impact.action_approve()
        self.assertEqual(action["res_id"], original.id)
        self.assertEqual(len(original.requirement_ids), 2)

    def test_drafts_are_approved_at_once(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        own = draft.with_user(self.manager)
        impact = self._read(own.action_preview(), self.manager)
        self.assertEqual(impact.shown_state, "observe")
        self.assertTrue(impact.may_approve)
        own.with_context(playbook_in_form=True).action_approve()
        self.assertEqual(draft.state, "observe")
        impact.invalidate_recordset()
        self.assertFalse(impact.may_approve)

    def test_who_decides_and_writes_no_procedures(self):
        """Nobody is asked who could not take the step."""
        decider = self.salesperson
        self.decision.decider_ids = decider.playbook_profile_ids or self.env.ref(
            "crm_playbook.profile_sales"
        )
        draft = self._make_draft()
        with self.assertRaises(AccessError):
            draft.with_user(decider).action_preview()
        with self.assertRaises(UserError):
            draft.action_ask_approval()

    def test_who_wrote_it_sees_it(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        mine = self._read(draft.action_preview(), self.author)
        self.assertFalse(mine.may_approve)
        with self.assertRaises(AccessError):
            draft.with_user(self.salesperson).action_preview()
