from odoo import api, models
from odoo.fields import Domain

from ...models.results.playbook_report import ACTIVE
from ..standards.playbook_review import Due


class PlaybookReview(models.TransientModel):
    """Scheduled reports that are sent, and whoever answers for them."""

    _inherit = "playbook.review"

    @api.model
    def _find_due(self, day, users=None):
        found = super()._find_due(day, users)
        Report = self.env["playbook.report"]
        if not Report.has_access("read"):
            return found
        domain = self._get_due_domain(day, users, "responsible_id")
        reports = Report.search(domain & Domain("state", "=", ACTIVE))
        kind = self.env._("Scheduled report")
        return found + [
            Due(each, kind, each.responsible_id, each.review_date) for each in reports
        ]
