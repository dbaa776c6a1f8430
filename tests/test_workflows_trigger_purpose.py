"""Actions with an outcome, for one purpose alone."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestTriggerPurpose(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.env.ref("crm_playbook.playbook_purpose_complaint")
        cls.support = cls.env.ref("crm_playbook.playbook_purpose_support")

    def _solve(self, lead, purpose):
        activity = lead.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.user_sales.id
        )
        activity.playbook_purpose_id = purpose
        # Without a purpose, nothing is solved.
        outcome = self._get_outcome("solved" if purpose else "went_well")
        activity.playbook_outcome_id = outcome
        activity.with_user(self.user_sales).action_feedback(feedback="Solved.")

    @freeze_time(DAY)
    def test_only_actions_for_the_purpose(self):
        self._switch_on(
            trigger="outcome",
            outcome_ids=(
                self._get_outcome("solved") | self._get_outcome("went_well")
            ).ids,
            purpose_ids=self.complaint.ids,
        )
        leads = self._create_stale(days=0, count=3)
        for lead, purpose in zip(
            leads, (self.complaint, self.support, self.support.browse()), strict=True
        ):
            self._solve(lead, purpose)
        self._run()
        taken = [bool(self._enrollment(lead)) for lead in leads]
        self.assertEqual(taken, [True, False, False])
        self._run()
        self.assertEqual(self._enrollment(leads[0]).state, "running")
        told = leads[1].with_user(self.user_sales).get_playbook_follow_up()["others"]
        [reasons] = [o["reasons"] for o in told if o["id"] == self.workflow.id]
        self.assertIn(
            f"Only actions for this are meant: {self.complaint.name}", reasons[0]
        )

    @freeze_time(DAY)
    def test_without_a_purpose_all_are_meant(self):
        self._switch_on(trigger="outcome", outcome_ids=self._get_outcome("solved").ids)
        lead = self._create_stale(days=0)
        self._solve(lead, self.support)
        self._run()
        self.assertTrue(self._enrollment(lead))
