"""What a person decides about an e-mail that is announced or waits for a yes."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .playbook_customer_mail import COMING, FAILED, QUEUED
from .playbook_enrollment import MOVING, PAUSED
from .playbook_enrollment_change import FITTING
from .playbook_enrollment_change import STOP as STOP_IT
from .playbook_workflow import ACTING

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
            self._stop(reason)
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

    def _send_now(self):
        """Send these, unless something speaks against it.

        :raise UserError: what does.
        """
        for step, mails in (self - self._deliver_again()).grouped("step_id").items():
            workflow = mails.workflow_id
            if not step or workflow.mode not in ACTING or not workflow.active:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” is switched off, or has changed, and sends "
                        "nothing. Have it switched on again, or write yourself.",
                        workflow=workflow.name,
                    )
                )
            rows = mails._claim_again(workflow)
            for problem in step._find_faults():
                raise UserError(step._tell_problem(problem))
            # Whoever presses the button may be who acts: rights apply all the same.
            env = workflow._acting_env()(su=False)
            later = step._find_postponed(rows, env)
            refused = {key: why for key, (_moment, why) in later.items()}
            # What no waiting helps against is said first.
            refused |= step._find_unfit(rows, env)
            for mail in mails:
                why = refused.get(mail.enrollment_id.id)
                if why:
                    raise UserError(mail._tell_not_sent(why))
            mails._send(env)

    def _deliver_again(self):
        """Those of these that only the mail server would not take: it is asked again.

        :return: them.
        """
        messages = self.filtered(lambda mail: mail.state == FAILED).message_id
        stuck = self.env["mail.mail"].search(
            [("mail_message_id", "in", messages.ids), ("state", "=", "exception")]
        )
        stuck.mark_outgoing()
        again = self.filtered(lambda mail: mail.message_id in stuck.mail_message_id)
        again.write({"state": QUEUED, "reason": False})
        return again

    def _claim_again(self, workflow):
        """The rows for the engine, of those whose follow-up is not over."""
        self.env.flush_all()
        these = SQL(
            "mail.id = ANY(%s) AND enrollment.state = ANY(%s)",
            self.ids,
            [*MOVING, PAUSED],
        )
        self.env.cr.execute(workflow._coming_sql(these, len(self)))
        rows = self.env.cr.dictfetchall()
        lost = self - self.browse(row["mail_id"] for row in rows)
        if lost:
            why = self.env._("What it was for is over, or held up.")
            raise UserError(lost[0]._tell_not_sent(why))
        return rows

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
        """Stop their follow-ups: that leaves these out."""
        # As in _check_may_decide; whether they may steer it is asked again there.
        enrollments = self.sudo().enrollment_id.with_env(self.env)
        # Its state is no secret to who reads it.
        going = enrollments.sudo().filtered(lambda row: row.state in FITTING[STOP_IT])
        reason = reason or self.env._("Stopped instead of writing to the customer.")
        going.with_env(self.env)._change(STOP_IT, reason)
