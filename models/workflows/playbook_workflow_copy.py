"""Making one's own workflow of one that is there."""

from odoo import fields, models


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    series = fields.Integer(
        readonly=True,
        copy=False,
        exportable=False,
        help="The workflow whose copy it is; 0: none's.",
    )

    def copy_data(self, default=None):
        """It is called a copy; what is live or simulated is copied as a draft."""
        copied = super().copy_data(default)
        for workflow, vals in zip(self, copied, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(name)s (copy)", name=workflow.name)
        return copied

    def copy(self, default=None):
        """A copy writes to customers in the same series: who wants no more of that is
        not asked to say so again.
        """
        copies = super().copy(default)
        for workflow, copied in zip(self, copies, strict=True):
            # Nobody may write it, and it says where the copy comes from.
            copied.sudo().series = workflow._get_series()
        return copies

    def _get_series(self):
        """What customers unsubscribe from: a number that copies share."""
        return self.series or self._origin.id or 0

    def action_duplicate(self):
        """Make a draft of one's own of it, and open that."""
        self.ensure_one()
        return self.copy({"responsible_id": self.env.uid})._get_records_action()
