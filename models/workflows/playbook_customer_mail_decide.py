"""What a person decides about an e-mail that is announced or waits for a yes."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from .playbook_customer_mail import COMING, FAILED
from .playbook_enrollment_change import FITTING
from .playbook_enrollment_change import STOP as STOP_IT

SEND = "send"
SKIP = "skip"
STOP = "stop"


class PlaybookCustomerMail(models.Model):
    """Nobody may write them; who may steer the follow-up decides about its e-mails."""

    _inherit = "playbook.customer.mail"

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_send_now(self):
        """Send these now, without waiting any longer."""
        return self._decide(SEND)

    def action_skip(self):
        """Do not send these; their follow-up goes on."""
        return self._decide(SKIP)

    def action_stop(self):
        """Do not send these, and stop their follow-up."""
        return self._decide(STOP)

    def _decide(self, what, reason=None):
        """Send these now, leave them out, or stop the follow-up.

        :param what: ``send``, ``skip`` or ``stop``.
        :param reason: why, in words, if somebody says so.
        """
        self._check_may_decide()
        # Nobody may write them; that this person may decide about them is checked.
        mails_sudo = self.sudo()._lock_coming()
        reason = (reason or "").strip()
        if what == SEND:
            mails_sudo._send_now()
        elif what == SKIP:
            mails_sudo._leave_out(reason or self._tell_who())
            mails_sudo._log_skipped(reason)
        else:
            mails_sudo._stop(reason)
        return True

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _check_may_decide(self):
        self.check_access("read")
        # Which follow-up they are of is no secret to who reads them.
        enrollments = self.sudo().enrollment_id.with_env(self.env)
        refused = enrollments - enrollments._filter_steerable()
        if refused:
            # As above.
            row_sudo = refused[0].sudo()
            raise AccessError(
                self.env._(
                    "You may not decide about e-mails on “%(record)s”: that is for who "
                    "may change the record or the workflow “%(workflow)s”, and for who "
                    "answers for it. Ask one of them.",
                    workflow=row_sudo.workflow_id.name,
                    record=row_sudo._get_document().display_name,
                )
            )

    def _lock_coming(self):
        """These, with nothing of the engine's between what is read and written."""
        locked = self.try_lock_for_update()
        locked.invalidate_recordset()
        open_states = (*COMING, FAILED)
        coming = locked.filtered(lambda mail: mail.state in open_states)
        if not self or coming != self:
            raise UserError(
                self.env._(
                    "Somebody, or the workflow, was faster: it is sent, or left out, "
                    "already. Look at it again."
                )
            )
        return self

    # ------------------------------------------------------------------
    # Doing it
    # ------------------------------------------------------------------

    def _tell_not_sent(self, why):
        return self.env._(
            "The e-mail on “%(record)s” cannot be sent now. %(why)s Leave it out, or "
            "write yourself.",
            record=self._get_document().display_name,
            why=why,
        )

    def _tell_who(self):
        return self.env._("%(person)s left it out.", person=self.env.user.name)

    def _log_skipped(self, reason):
        """Say so on the records."""
        for model, mails in self.grouped(
            lambda each: each._get_document()._name
        ).items():
            bodies = {
                mail._get_document().id: self.env._(
                    "“%(workflow)s”: the e-mail “%(subject)s” is not sent. %(reason)s",
                    workflow=mail.workflow_id.name,
                    subject=mail.subject or mail.step_id.summary or "",
                    reason=reason,
                )
                for mail in mails
            }
            self.env[model].browse(bodies)._message_log_batch(bodies=bodies)

    def _stop(self, reason):
        """Stop their follow-ups: that leaves these out.

        What could not be sent is left out whatever has become of its follow-up.
        """
        reason = reason or self.env._("Stopped instead of writing to the customer.")
        failed = self.filtered(lambda mail: mail.state == FAILED)
        failed._leave_out(reason)
        going = self.enrollment_id.filtered(lambda row: row.state in FITTING[STOP_IT])
        if going or not failed:
            # Whether they may steer it is asked again there.
            going.with_env(self.env(su=False))._change(STOP_IT, reason)
