"""Making one's own workflow of one that is there."""

from odoo import models


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def copy_data(self, default=None):
        """It is called a copy; what is live or simulated is copied as a draft."""
        copied = super().copy_data(default)
        for workflow, vals in zip(self, copied, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(name)s (copy)", name=workflow.name)
        return copied

    def action_duplicate(self):
        """Make a draft of one's own of it, and open that."""
        self.ensure_one()
        return self.copy({"responsible_id": self.env.uid})._get_records_action()
