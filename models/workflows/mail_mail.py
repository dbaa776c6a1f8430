from odoo import models

from .playbook_customer_mail import FAILED, SENT


class MailMail(models.Model):
    """What becomes of e-mails of workflows is noted where they were written down."""

    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        # What is noted once it is sent must not fail: the mail would be sent again.
        # Odoo takes its own rows just before, for the same reason.
        self.env["playbook.customer.mail"]._lock_of_messages(self.mail_message_id.ids)
        return super()._prepare_outgoing_list(mail_server, doc_to_followers)

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # Those that are done may be deleted by what follows; the messages stay.
        message_ids = self.mail_message_id.ids
        reasons = [*filter(None, [failure_reason, *self.mapped("failure_reason")])]
        self.env["playbook.customer.mail"]._note_delivery(
            message_ids,
            FAILED if failure_type else SENT,
            (reasons[:1] or [failure_type])[0] if failure_type else None,
        )
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self._note_never_sent(self)
        return result

    def unlink(self):
        self._note_never_sent(self.filtered(lambda mail: mail.state == "outgoing"))
        return super().unlink()

    def _note_never_sent(self, mails):
        self.env["playbook.customer.mail"]._note_delivery(
            mails.mail_message_id.ids,
            FAILED,
            self.env._("Somebody took it out of the mail queue."),
        )
