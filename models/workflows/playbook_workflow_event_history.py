from odoo import fields, models


class PlaybookWorkflowEvent(models.Model):
    """For the analysis: of which workflow it is, and for whom the record is."""

    _inherit = "playbook.workflow.event"

    workflow_id = fields.Many2one(related="enrollment_id.workflow_id")

    def action_open_document(self):
        """Open the record that it is about."""
        self.ensure_one()
        return self._get_document()._get_records_action()
