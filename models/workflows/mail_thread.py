from odoo import api, models
from odoo.tools import html2plaintext


class MailThread(models.AbstractModel):
    """Of an e-mail that comes back, who looks after the customer is told."""

    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        message = message_dict.get("bounced_message")
        if message:
            self.env["playbook.customer.mail"]._note_bounce(
                message.ids, html2plaintext(message_dict.get("body") or "")
            )
        return result
