from odoo import api, models
from odoo.tools import html2plaintext

from .playbook_customer_mail import BOUNCED


class MailThread(models.AbstractModel):
    """An e-mail of a workflow that comes back ends what it was sent for."""

    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        message = message_dict.get("bounced_message")
        if message:
            self.env["playbook.customer.mail"]._note_delivery(
                message.ids, BOUNCED, html2plaintext(message_dict.get("body") or "")
            )
        return result
