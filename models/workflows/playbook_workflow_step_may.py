"""What the dialog of a step offers: what can be chosen, and by whom."""

from odoo import api, fields, models

from .playbook_workflow_step import LOSE, SERVER
from .playbook_workflow_step_check import ASSIGNABLE
from .targets import LEAD, OPPORTUNITY


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    reads_records = fields.Boolean(related="workflow_id.reads_records")
    offered_kinds = fields.Json(compute="_compute_offered_kinds")
    offered_people = fields.Json(compute="_compute_offered_people")

    @api.depends("workflow_id.target")
    @api.depends_context("uid")
    def _compute_offered_kinds(self):
        """A server action is chosen by a Settings administrator; customers and
        quotations are not lost.
        """
        kinds = self._fields["kind"].get_values(self.env)
        if not self.env.is_system():
            kinds = [kind for kind in kinds if kind != SERVER]
        for step in self:
            step.offered_kinds = [
                kind
                for kind in kinds
                if kind != LOSE or step.workflow_id.target in (LEAD, OPPORTUNITY)
            ]

    @api.depends("kind")
    def _compute_offered_people(self):
        for step in self:
            step.offered_people = list(ASSIGNABLE.get(step.kind, ()))

    @api.onchange("kind")
    def _onchange_kind(self):
        """Propose for whom, where what is chosen does not go with it."""
        fitting = ASSIGNABLE.get(self.kind)
        if fitting and self.assign_to not in fitting:
            self.assign_to = fitting[0]
