from odoo import api, models

from ..segments.sells_to import PEOPLE, Switch


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _get_sells_to_switches(self):
        """Nobody asks people to be received, or visits them: see R301."""
        is_free = self._is_purpose_unused
        switches = [
            Switch(f"playbook_purpose_{name}", "active", True, {PEOPLE: False}, is_free)
            for name in ("get_meeting", "visit")
        ]
        return super()._get_sells_to_switches() + switches

    @api.model
    def _is_purpose_unused(self, purpose):
        """No action carries it, and nothing is planned for it."""
        # Numbers that decide, told to nobody.
        planned = self.env["mail.activity"].sudo()
        return not purpose.usage_count and not planned.search_count(
            [("playbook_purpose_id", "=", purpose.id)], limit=1
        )
