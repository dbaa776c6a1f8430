from odoo import models


class MailMail(models.Model):
    """What becomes of reports that were queued is noted in their ledger."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # Those that are done may be deleted by what follows.
        reasons = [*filter(None, [failure_reason, *self.mapped("failure_reason")])]
        failure = (reasons or [failure_type])[0] if failure_type else None
        self.env["playbook.report.delivery"]._note_mails(self, failure)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def unlink(self):
        waiting = self.filtered(lambda mail: mail.state == "outgoing")
        if waiting:
            self.env["playbook.report.delivery"]._note_mails(
                waiting, self.env._("Somebody took it out of the mail queue.")
            )
        return super().unlink()

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self.env["playbook.report.delivery"]._note_mails(
                self, self.env._("Somebody took it out of the mail queue.")
            )
        return result
