from odoo import models


class PlaybookWorkflowStep(models.Model):
    """A step stays with workflows that its author may change."""

    _inherit = "playbook.workflow.step"

    def write(self, vals):
        result = super().write(vals)
        if "workflow_id" in vals:
            self.check_access("write")
        return result
