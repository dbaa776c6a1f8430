"""What has become of the records at each step."""

from odoo import api, fields, models
from odoo.fields import Domain

from .playbook_enrollment import (
    CANCELLED,
    PAUSED,
    QUARANTINED,
    RUNNING,
    SIMULATED,
    WAITING,
)

# From a count to the states of the records that stand before the step ...
BEFORE = {
    "waiting": (WAITING, RUNNING, PAUSED),
    "failed": (QUARANTINED,),
    "stopped": (CANCELLED,),
}
# ... and to the states of what it has done.
AFTER = {
    "done": ("carried_out", "planned", "finished", "cancelled"),
    "skipped": ("skipped",),
    "simulated": ("simulated",),
}
# Simulated are those that still are, as on the workflow.
STILL = Domain("state", "!=", "simulated") | Domain(
    "enrollment_id.state", "=", SIMULATED
)


class PlaybookWorkflowStep(models.Model):
    """Counts of the records that the user may read, for all steps at once."""

    _inherit = "playbook.workflow.step"

    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    done_count = fields.Integer(string="Done", compute="_compute_counts")
    skipped_count = fields.Integer(string="Left out", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    stopped_count = fields.Integer(string="Stopped", compute="_compute_counts")
    simulated_count = fields.Integer(string="Simulated", compute="_compute_counts")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        before = self._count_by_state(
            "playbook.enrollment", Domain("simulated", "=", False)
        )
        after = self._count_by_state("playbook.workflow.event", STILL)
        for step in self:
            for found, groups in ((before, BEFORE), (after, AFTER)):
                for name, states in groups.items():
                    step[f"{name}_count"] = sum(
                        found.get((step._origin.id, state), 0) for state in states
                    )

    def _count_by_state(self, model, domain):
        """How many rows of ``model``, by the id of their step and their state."""
        ids = self._origin.ids
        if not ids:
            return {}
        groups = self.env[model]._read_group(
            domain & Domain("step_id", "in", ids), ["step_id", "state"], ["__count"]
        )
        return {(step.id, state): count for step, state, count in groups}

    def action_open_records(self):
        """Open the records that one of the counts counts, as the context says."""
        self.ensure_one()
        name = self.env.context.get("playbook_count")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_enrollment_action"
        )
        action["domain"] = list(self._get_records_domain(name))
        action["context"] = {}
        action["display_name"] = self.summary
        return action

    def _get_records_domain(self, name):
        """The records that the count ``name`` counts; all of the step without one."""
        if name in BEFORE:
            return (
                Domain("step_id", "=", self.id)
                & Domain("state", "in", BEFORE[name])
                & Domain("simulated", "=", False)
            )
        event = Domain("step_id", "=", self.id)
        if name in AFTER:
            event &= Domain("state", "in", AFTER[name]) & STILL
        return Domain("event_ids", "any", event)
