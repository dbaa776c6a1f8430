"""E-mails whose day has come: sent, put off, left out, or tried again."""

from datetime import timedelta
from functools import partial

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import groupby

from ..profiles.halves import do_in_halves
from .playbook_customer_mail import ANNOUNCED
from .playbook_enrollment import MOVING
from .playbook_enrollment_advice import tell_error
from .playbook_workflow_step_mail import ANNOUNCE

# What was held up for longer is announced anew.
OVERDUE_DAYS = 5


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _send_announced(self, rows):
        """Send the claimed ``rows``, of :meth:`_coming_sql`, unless something speaks
        against it by now.

        :return: how many are settled.
        """

        def fail(row, error):
            mail = self.env["playbook.customer.mail"].browse(row["mail_id"])
            mail._fail(tell_error(error))
            return 1

        settled = 0
        for step_id, group in groupby(rows, lambda row: row["step_id"]):
            step = self.env["playbook.workflow.step"].browse(step_id or ())
            send = partial(self._send_unless_unfit, step)
            settled += do_in_halves(self.env.cr, group, send, fail)
        return settled

    def _send_unless_unfit(self, step, rows):
        """As :meth:`_send_announced`, of one step; raises what is wrong with any."""
        mails = self.env["playbook.customer.mail"].browse(
            row["mail_id"] for row in rows
        )
        if not step:
            mails._leave_out(self.env._("The step is no longer there."))
            return
        fresh = mails - self._announce_anew(mails)
        rows = [row for row in rows if row["mail_id"] in fresh._ids]
        env = self._acting_env()
        recipients, unfit, later = step._judge_again(fresh, rows, env)
        by_enrollment = {row["enrollment_id"]: row["mail_id"] for row in rows}
        for why, group in groupby(unfit, lambda key: unfit[key]):
            mails.browse(by_enrollment[key] for key in group)._leave_out(why)
        mails.browse(by_enrollment[key] for key in later)._put_off(later)
        going = mails.browse(
            mail_id
            for key, mail_id in by_enrollment.items()
            if key not in unfit and key not in later
        )
        if going:
            going._address(recipients)
            going._send(env)
        self.env.flush_all()

    def _announce_anew(self, mails):
        """Announce those of ``mails`` again that were held up for days, by a workflow
        that was switched off for instance: nobody expects them any more.

        :return: them.
        """
        now = self._now()
        late = mails.filtered(
            lambda mail: (
                mail.state == ANNOUNCED
                and mail.date_due < now - timedelta(days=OVERDUE_DAYS)
            )
        )
        # That was no waiting for room.
        late.filtered("held_since").held_since = False
        late = late.filtered(lambda mail: mail.mode == ANNOUNCE)
        if late:
            dates = self._get_announced_dates(now)
            why = self.env._("It was held up for some days, and is announced anew.")
            for company, group in late.grouped("company_id").items():
                due = dates.get(company.id, dates[None])
                group.write({"date_due": due, "reason": why})
        return late

    def _leave_out_unreached(self, rows):
        """What was announced is not sent: the workflow no longer is for these records.

        :param rows: of :meth:`_unreached_sql`.
        :return: how many.
        """
        mails = self.env["playbook.customer.mail"].browse(
            row["mail_id"] for row in rows
        )
        mails._leave_out(
            self.env._(
                "The workflow is no longer for this record: it is a pilot for others, "
                "or the record belongs to another company."
            )
        )
        self.env.flush_all()
        return len(rows)

    def _check_announced(self):
        """Nothing that is to be sent now waits for a step to be mended.

        :raise UserError: what is wrong with the step.
        """
        for step_id, problem in self._find_faulty_mail_steps().items():
            waiting = self.env["playbook.customer.mail"].search_count(
                [
                    ("step_id", "=", step_id),
                    ("state", "=", ANNOUNCED),
                    ("date_due", "<=", self._now()),
                    ("enrollment_id.state", "in", MOVING),
                ],
                limit=1,
            )
            if waiting:
                raise UserError(problem)


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _judge_again(self, mails, rows, env):
        """What speaks against sending ``mails`` by now.

        :param rows: as of ``playbook.workflow._coming_sql``, of these.
        :return: who gets them, as of :meth:`_get_addressees`; who gets nothing, as of
            :meth:`_find_unfit`; who not yet, as of :meth:`_find_postponed`.
        """
        recipients = self._get_addressees(rows)
        unfit = mails._find_estranged(recipients)
        rest = [row for row in rows if row["enrollment_id"] not in unfit]
        unfit |= self._find_unfit(rest, env)
        rest = [row for row in rest if row["enrollment_id"] not in unfit]
        return recipients, unfit, self._find_postponed(rest, env)
