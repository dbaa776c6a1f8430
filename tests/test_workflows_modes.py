"""Pilot, pause, and who is asked for how much by all workflows together."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowModes(EngineCommon):
    def _draft(self, *steps, **values):
        self.workflow = self._create_workflow(
            step_ids=[
                Command.create({"summary": f"Step {place}", "sequence": place, **step})
                for place, step in enumerate(steps or [{}], 1)
            ],
            **values,
        )
        return self.workflow.with_user(self.user_sales_management)

    @freeze_time(DAY)
    def test_pilot_is_for_some(self):
        workflow = self._draft()
        with self.assertRaisesRegex(UserError, "no pilot teams"):
            workflow.action_start_pilot()
        workflow.pilot_team_ids = self.team
        before = self._create_stale(days=20)
        workflow.mode = "pilot"
        self.assertEqual(self._enrollment(before).state, "backlog")
        ours = self._create_stale(days=20)
        theirs = self._create_stale(
            days=20, user_id=self.user_other_team.id, team_id=self.team_other.id
        )
        self._run()
        self.assertEqual(len(self._planned(ours)), 1)
        self.assertFalse(self._enrollment(theirs))
        # Live for all: what the others have then is backlog, the pilot goes on.
        workflow.mode = "live"
        self.assertEqual(self._enrollment(theirs).state, "backlog")
        self.assertEqual(self._enrollment(ours).state, "running")

    @freeze_time(DAY)
    def test_pilot_of_people(self):
        workflow = self._draft(pilot_user_ids=[self.user_sales.id])
        workflow.mode = "pilot"
        ours = self._create_stale(days=20)
        theirs = self._create_stale(days=20, user_id=self.user_other_team.id)
        self._run()
        self.assertEqual(
            [bool(self._enrollment(lead)) for lead in (ours, theirs)], [True, False]
        )

    def test_what_waits_while_it_is_paused(self):
        workflow = self._draft({}, {"delay": 1}, {"delay": 1})
        with freeze_time(DAY):
            workflow.mode = "live"
            begun, moving = self._create_stale(days=20, count=2)
            self._run()
            workflow.action_pause()
        with freeze_time(self._after(days=2)):
            late = self._create_stale(days=20)
            moving.stage_id = self.stage_next
            self._run()
        self.assertEqual(len(self._planned(begun)), 1)
        self.assertFalse(self._enrollment(late))
        # What is over ends all the same.
        self.assertEqual(self._enrollment(moving).state, "cancelled")
        with freeze_time(self._after(days=3)):
            workflow.action_resume()
            self.assertEqual(workflow.mode, "live")
            self._run()
            # Nothing was missed, and nothing is made up for at once.
            self.assertEqual(len(self._planned(begun)), 2)
            self.assertEqual(self._enrollment(late).state, "running")

    @freeze_time(DAY)
    def test_a_paused_pilot_stays_one(self):
        workflow = self._draft(pilot_user_ids=[self.user_sales.id])
        workflow.mode = "pilot"
        workflow.action_pause()
        workflow.action_resume()
        self.assertEqual(workflow.mode, "pilot")

    def test_the_limit_is_kept_over_all_workflows_and_steps(self):
        self.env["ir.config_parameter"].sudo().set_param("crm_playbook.daily_limit", 3)
        with freeze_time(DAY):
            first = self._draft({}, {"delay": 1}, daily_limit=2)
            first.mode = "live"
            second = self._draft(daily_limit=5)
            second.mode = "live"
            leads = self._create_stale(days=20, count=4)
            self._run()
            self.assertEqual(len(self._activities(leads)), 3)
        # The second step of two, and the first of others, share the next day's.
        self._at(self._after(days=1))
        self.assertEqual(len(self._activities(leads)), 6)
        self._at(self._after(days=1, hours=2))
        self.assertEqual(len(self._activities(leads)), 6)

    @freeze_time(DAY)
    def test_who_may_only_read_quotations_directs_by_a_workflow(self):
        """By hand, Sales Management plans nothing on a quotation."""
        self._switch_on(target="order", trigger="created")
        values = {"user_id": self.user_sales.id, "team_id": self.team.id}
        order = self._create_order(self._create_customer(), **values)
        hidden = self._create_order(
            self._create_customer(), user_id=self.user_other_team.id, team_id=False
        )
        self._born(order | hidden)
        self._run()
        self.assertEqual(self._planned(order).create_uid, self.user_sales_management)
        self.assertEqual(len(self._planned(hidden)), 1)
        self.assertIn(self.user_sales.partner_id, order.message_partner_ids)
