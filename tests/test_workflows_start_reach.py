"""Whoever switches a workflow on is told whom it would be for then, not now."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestStartReach(EngineCommon):
    def _counted(self, purpose):
        start = (
            self.env["playbook.workflow.start"]
            .with_user(self.user_sales_management)
            .create({"workflow_id": self.workflow.id, "purpose": purpose})
        )
        return {line.user_id: line.stale_count for line in start.line_ids}

    @freeze_time(DAY)
    def test_pilot_and_live(self):
        self.workflow = self._create_workflow(pilot_user_ids=[self.user_sales.id])
        self._create_stale(days=20, count=2)
        self._create_stale(days=20, user_id=self.user_other_team.id)
        everybody = {self.user_sales: 2, self.user_other_team: 1}
        self.assertEqual(self._counted("live"), everybody)
        self.assertEqual(self._counted("pilot"), {self.user_sales: 2})
        self.workflow.with_user(self.user_sales_management).mode = "pilot"
        self.assertEqual(self._counted("live"), everybody)
        self.assertEqual(self._counted("backlog"), {self.user_sales: 2})

    def test_nobody_says_so_from_outside(self):
        workflow = self._create_workflow(pilot_user_ids=[self.user_sales.id])
        self._create_stale(days=20, user_id=self.user_other_team.id)
        asked = workflow.with_context(playbook_reach="pilot")
        self.assertEqual(len(asked._count_by_person()), 1)


@tagged("post_install", "-at_install")
class TestStepOfAnother(EngineCommon):
    def test_a_step_that_is_live_in_anothers_name_can_be_read(self):
        workflow = self._create_workflow(target="lead", trigger="created")
        step = workflow.step_ids[:1]
        step.copy({"workflow_id": workflow.id, "sequence": 20, "delay": 2})
        workflow.with_user(self.user_sales_management).mode = "live"
        self.env.invalidate_all()
        [values] = step.with_user(self.user_marketing).web_read({"moment": {}})
        self.assertEqual(values["moment"], "At once")
