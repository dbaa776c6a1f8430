"""The e-mails of a follow-up in words: announced, sent or not, and answered."""

from odoo import models

from .panel_dates import tell_day, tell_moment
from .playbook_customer_answer import LATER
from .playbook_customer_mail import (
    ANNOUNCED,
    ASKED,
    BOUNCED,
    COMING,
    FAILED,
    LEFT_OUT,
    QUEUED,
)
from .playbook_enrollment_tell_steps import DONE, OPEN
from .playbook_enrollment_tell_steps import FAILED as STEP_FAILED
from .playbook_enrollment_tell_steps import LEFT_OUT as STEP_LEFT_OUT
from .playbook_workflow_step_mail import SEND

# What may be said of an e-mail: its buttons.
MAY = {
    ANNOUNCED: ["send_now", "skip"],
    ASKED: ["send_now", "skip"],
    FAILED: ["retry", "skip"],
}


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    def _find_mails(self):
        """The e-mails to customers of all of these: by id, by step and occasion."""
        # Whoever reads these reads what was written for them.
        mails = self.env["playbook.customer.mail"].search(
            [("enrollment_id", "in", self.ids)]
        )
        found = {}
        for mail in mails:
            key = mail.step_id.id, mail.occurrence
            found.setdefault(mail.enrollment_id.id, {})[key] = mail
        return found

    def _tell_mail_step(self, event, step, mail, decides):
        """A step that has written to the customer, or is about to.

        :param decides: whether this user may say what becomes of it.
        """
        env = self.env
        status, label = self._get_mail_words(mail)
        subject = mail.subject and env._("“%(subject)s”", subject=mail.subject)
        details = [subject, mail.reason, *self._tell_answer(mail)]
        return self._make_step(
            f"event_{event.id}",
            step,
            status,
            label,
            name=event.step_name or step.summary or "",
            when="" if mail.state in COMING else tell_moment(env, mail.date_due),
            person=mail.email or mail.recipient_id.display_name or "",
            detail="\n".join(filter(None, details)),
            mail=mail.id,
            is_coming=mail.state in COMING,
            mail_may=MAY.get(mail.state, []) if decides else [],
        )

    def _get_mail_words(self, mail):
        """:return: how it is shown, and what is said."""
        env = self.env
        moment = tell_moment(env, mail.date_due)
        if mail.state == ANNOUNCED and mail.mode == SEND:
            return OPEN, env._("Waits: it goes out on %(moment)s", moment=moment)
        if mail.state == ANNOUNCED:
            return OPEN, env._("Announced: it goes out on %(moment)s", moment=moment)
        if mail.state == ASKED:
            return OPEN, env._("Waits until somebody says yes")
        return {
            QUEUED: (DONE, env._("On its way")),
            FAILED: (STEP_FAILED, env._("Could not be sent")),
            BOUNCED: (STEP_FAILED, env._("Came back")),
            LEFT_OUT: (STEP_LEFT_OUT, env._("Not sent")),
        }.get(mail.state, (DONE, env._("Sent")))

    def _tell_answer(self, mail):
        """What the customer answered with a click, as lines."""
        name = "customer_answer" if mail.customer_answer else "satisfied"
        if not mail[name]:
            return
        env, field = self.env, mail._fields[name]
        values = {
            "answer": dict(field._description_selection(env))[mail[name]],
            "moment": tell_moment(env, mail.answer_date),
        }
        if mail.customer_answer == LATER and mail.answer_until:
            yield env._(
                "The customer answered on %(moment)s: %(answer)s, not before %(day)s",
                day=tell_day(env, mail.answer_until),
                **values,
            )
        else:
            yield env._("The customer answered on %(moment)s: %(answer)s", **values)
        # What a lost reason is called is no secret.
        reason = mail.answer_lost_reason_id.name
        if reason:
            yield env._("Why: %(reason)s", reason=reason)
        if mail.answer_comment:
            yield env._("“%(comment)s”", comment=mail.answer_comment)
