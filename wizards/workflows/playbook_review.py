from odoo import api, models
from odoo.fields import Domain

from ...models.workflows.playbook_workflow import ACTING
from ..standards.playbook_review import Due


class PlaybookReview(models.TransientModel):
    """Workflows that act, and whoever answers for them."""

    _inherit = "playbook.review"

    @api.model
    def _find_due(self, day, users=None):
        found = super()._find_due(day, users)
        Workflow = self.env["playbook.workflow"]
        if not Workflow.has_access("read"):
            return found
        domain = self._get_due_domain(day, users, "responsible_id")
        workflows = Workflow.search(domain & Domain("mode", "in", ACTING))
        kind = self.env._("Workflow")
        return found + [
            Due(each, kind, each.responsible_id, each.review_date) for each in workflows
        ]
