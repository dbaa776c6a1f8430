from odoo import api, models
from odoo.tools import format_datetime

ROWS = 20


class PlaybookAction(models.Model):
    """What was done, as the pages of customers and opportunities show it."""

    _inherit = "playbook.action"

    @api.model
    def _get_timeline(self, domain):
        """The block of the latest actions in ``domain``: see ``get_playbook_360``."""
        found = self.search(domain, limit=ROWS + 1)
        more = self.search_count(domain) - ROWS if len(found) > ROWS else 0
        return {
            "key": "actions",
            "title": self.env._("What was done"),
            "sequence": 15,
            "layout": "records",
            "rows": [action._get_timeline_row() for action in found[:ROWS]],
            "more": max(more, 0),
            "empty": self.env._("Nothing yet. What is finished or logged stands here."),
        }

    def _get_timeline_row(self):
        # Who did it, what it was called and how it went is shown with the action.
        action = self.sudo()
        outcome = action.outcome_id.name
        if action.state == "cancelled":
            outcome = self.env._("Cancelled")
        details = (
            action.purpose_id.name,
            outcome,
            action.user_id.name,
            action.followed_by,
            action.note,
        )
        what = [action.activity_type_name, action.name]
        return {
            "model": self._name,
            "id": self.id,
            "title": " · ".join(dict.fromkeys(filter(None, what)))
            or action.display_name,
            "details": [text for text in details if text],
            "text": format_datetime(self.env, self.date_done, dt_format="short"),
        }
