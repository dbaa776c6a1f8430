from odoo import models


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    def _get_360_rows(self):
        """These as rows of the page Customer 360: see ``get_playbook_360``."""
        states = dict(self._fields["state"]._description_selection(self.env))
        rows = []
        # These were found with the user's rights; what their records, workflows and
        # people are called goes with them.
        for row in self.sudo():
            document = row._get_document()
            next_step = row.step_id.summary
            # Which contact or company a deal or a quotation is of.
            customer = (row.lead_id or row.order_id).partner_id.display_name
            details = (
                customer,
                row.workflow_id.name,
                states[row.state],
                row.user_id.name,
            )
            rows.append(
                {
                    "model": document._name,
                    "id": document.id,
                    "title": document.display_name,
                    "details": [text for text in details if text],
                    "text": next_step or "",
                }
            )
        return rows
