"""E-mails that a person has sent: now, or again."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .playbook_customer_mail import FAILED, QUEUED
from .playbook_enrollment import MOVING, PAUSED
from .playbook_workflow import ACTING


class PlaybookCustomerMail(models.Model):
    """The same is asked as where a workflow sends them."""

    _inherit = "playbook.customer.mail"

    def _send_now(self):
        """Send these, unless something speaks against it.

        :raise UserError: what does.
        """
        self.env["playbook.workflow"]._take_turn()
        for step, mails in self.grouped("step_id").items():
            workflow = mails.workflow_id
            if not step or workflow.mode not in ACTING or not workflow.active:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” is switched off, or has changed, and sends "
                        "nothing. Have it switched on again, or write yourself.",
                        workflow=workflow[:1].name,
                    )
                )
            rows = mails._claim_again(workflow)
            for problem in step._find_faults():
                raise UserError(step._tell_problem(problem))
            # Whoever presses the button may be who acts: rights apply all the same.
            env = workflow._acting_env()(su=False)
            recipients, unfit, later = step._judge_again(mails, rows, env)
            refused = {key: why for key, (_moment, why) in later.items()} | unfit
            for mail in mails:
                why = refused.get(mail.enrollment_id.id)
                if why:
                    raise UserError(mail._tell_not_sent(why))
            (mails - mails._deliver_again(recipients))._make_again(recipients, env)

    def _make_again(self, recipients, env):
        self._cancel_queued()
        self._address(recipients)
        if self:
            self._send(env)

    def _deliver_again(self, recipients):
        """Those of these that only the mail server would not take, and that are as they
        would be made now: it is asked again.

        :param recipients: who gets them, as of ``_get_addressees``.
        :return: them.
        """
        stuck = self._find_stuck()
        again = self.filtered(
            lambda mail: (
                mail.message_id in stuck.mail_message_id
                and not mail._get_changes(recipients[mail.enrollment_id.id])
            )
        )
        stuck.filtered(
            lambda queued: queued.mail_message_id in again.message_id
        ).mark_outgoing()
        again.write({"state": QUEUED, "reason": False})
        return again

    def _find_stuck(self):
        """What Odoo's mail queue could not send of these."""
        messages = self.filtered(lambda mail: mail.state == FAILED).message_id
        return self.env["mail.mail"].search(
            [("mail_message_id", "in", messages.ids), ("state", "=", "exception")]
        )

    def _cancel_queued(self):
        """What could not be sent of these is given up, in Odoo's mail queue too."""
        stuck = self._find_stuck()
        if stuck:
            stuck.cancel()
            notified = stuck.mail_message_id.notification_ids
            notified.filtered(lambda each: each.mail_mail_id in stuck).write(
                {"notification_status": "canceled"}
            )

    def _claim_again(self, workflow):
        """The rows for the engine, of those whose follow-up is not over."""
        self.env.flush_all()
        these = SQL(
            "mail.id = ANY(%s) AND (enrollment.state = ANY(%s)"
            " OR mail.state = 'failed' AND enrollment.state = 'done')",
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
