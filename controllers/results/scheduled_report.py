from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

# The largest number that PostgreSQL takes for an id.
ROUTE = "/crm_playbook/report/<int(max=2147483647):delivery_id>"
FORM = "/odoo/action-crm_playbook.playbook_report_delivery_action_mine/%s"


class ScheduledReport(http.Controller):
    """Where the link in a report leads: to the same report in Odoo."""

    @http.route(ROUTE, type="http", auth="user", methods=["GET"], readonly=False)
    def show(self, delivery_id, **kwargs):
        """Open it, and note that its recipient did.

        What is somebody else's opens for who may read the ledger, without contents and
        without a note; for all others it is not there.
        """
        delivery = request.env["playbook.report.delivery"].search(
            [("id", "=", delivery_id)]
        )
        if not delivery:
            raise NotFound
        delivery._note_opened()
        return request.redirect(FORM % delivery.id)
