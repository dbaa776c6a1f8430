from odoo import models
from odoo.fields import Domain

from .playbook_enrollment import FOLLOWED

ROWS = 5


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        if self.env["playbook.enrollment"].has_access("read"):
            blocks.append(self._get_360_follow_up())
        return blocks

    def _get_360_follow_up(self):
        """What workflows follow up for this customer: itself, deals and quotations."""
        Enrollment = self.env["playbook.enrollment"]
        entities = self._get_360_entities()
        paths = ["partner_id"]
        if self.env["crm.lead"].has_access("read"):
            paths.append("lead_id.partner_id")
        if self.env["sale.order"].has_access("read"):
            paths.append("order_id.partner_id")
        domain = Domain.OR(Domain(path, "in", entities) for path in paths)
        domain &= Domain("state", "in", FOLLOWED)
        found = Enrollment.search(domain, limit=ROWS + 1)
        count = len(found)
        if count > ROWS:
            count = Enrollment.search_count(domain)
        return {
            "key": "follow_up",
            "title": self.env._("In follow-up"),
            "sequence": 25,
            "layout": "records",
            "rows": found[:ROWS]._get_360_rows(),
            "more": max(count - ROWS, 0),
            "empty": self.env._("No workflow follows anything up here."),
        }
