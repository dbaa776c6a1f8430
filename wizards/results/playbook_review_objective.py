from odoo import api, models
from odoo.fields import Domain

from ...models.results.playbook_objective import ACTIVE
from ..standards.playbook_review import Due


class PlaybookReview(models.TransientModel):
    """Active objectives, and whoever answers for them."""

    _inherit = "playbook.review"

    @api.model
    def _find_due(self, day, users=None):
        found = super()._find_due(day, users)
        domain = self._get_due_domain(day, users, "user_id")
        objectives = self.env["playbook.objective"].search(
            domain & Domain("state", "=", ACTIVE)
        )
        kind = self.env._("Objective")
        return found + [
            Due(each, kind, each.user_id, each.review_date) for each in objectives
        ]
