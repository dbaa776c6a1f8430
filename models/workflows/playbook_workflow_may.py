"""What the form lets its user do with a workflow."""

from odoo import api, fields, models

from .playbook_workflow import ACTING


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    may_change = fields.Boolean(
        string="What it does may be changed by me",
        compute="_compute_may_change",
        help="What is live in somebody's name is changed by that person alone.",
    )
    reads_records = fields.Boolean(
        string="What it is for may be read by me", compute="_compute_reads_records"
    )

    @api.depends("may_shape", "mode", "run_as_id")
    @api.depends_context("uid")
    def _compute_may_change(self):
        anybodys = self.env.su or self.env.is_system()
        for workflow in self:
            workflow.may_change = workflow.may_shape and (
                anybodys
                or workflow.mode not in ACTING
                or workflow.run_as_id == self.env.user
            )

    @api.depends("target")
    @api.depends_context("uid")
    def _compute_reads_records(self):
        for workflow in self:
            Document = self.env[workflow._get_target().model]
            workflow.reads_records = Document.has_access("read")
