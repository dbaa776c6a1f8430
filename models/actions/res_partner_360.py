from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        if self.env["playbook.last.contact"].has_access("read"):
            blocks.append(self._get_360_contacts())
        if self.env["playbook.action"].has_access("read"):
            # Also what was done with people who came to the company later.
            domain = Domain("commercial_partner_id", "=", self.id)
            domain |= Domain("partner_id", "in", self._get_360_entities())
            blocks.append(self.env["playbook.action"]._get_timeline(domain))
        return blocks

    def _get_360_contacts(self):
        """When this company was last in contact with the customer, and how often."""
        Contact = self.env["playbook.last.contact"]
        domain = [
            ("partner_id", "=", self.id),
            ("company_id", "=", self.env.company.id),
        ]
        return {
            "key": "contacts",
            "title": self.env._("Contact"),
            "sequence": 12,
            "layout": "facts",
            "rows": Contact.search(domain, limit=1)._get_360_rows(),
            "empty": self.env._(
                "No contact so far: calls, meetings and e-mails appear here by "
                "themselves."
            ),
        }
