from odoo import fields, models


class PlaybookWorkflowStep(models.Model):
    """A step that closes a lead or an opportunity as lost."""

    _inherit = "playbook.workflow.step"

    lost_reason_id = fields.Many2one(
        "crm.lost.reason", string="Lost because", ondelete="restrict"
    )

    def _run_lose(self, rows, env):
        raise NotImplementedError
