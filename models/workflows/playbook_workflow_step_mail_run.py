"""What a step that writes to customers does."""

from odoo import models
from odoo.exceptions import UserError

from .mail_checks_sql import recipients
from .playbook_customer_mail import ANNOUNCED, ASKED, QUEUED
from .playbook_workflow_step_mail import ANNOUNCE, ASK, SEND
from .playbook_workflow_step_run import Done
from .targets import COLUMNS

STATES = {SEND: QUEUED, ANNOUNCE: ANNOUNCED, ASK: ASKED}


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _run_mail(self, rows, env):
        """Write down who gets what, and queue it or announce it.

        Nothing is sent here: what is queued leaves with Odoo's mail queue, once this
        transaction is committed.
        """
        return self._write_mails(rows, env, {})

    def _run_later(self, rows, later, env):
        """Write down for ``rows`` what they get later: it is asked anew then, and their
        follow-up goes on meanwhile.

        :param later: as of :meth:`_find_postponed`.
        :return: as of :meth:`_run_step`.
        """
        for problem in self._find_faults():
            raise UserError(self._tell_problem(problem))
        return self._write_mails(rows, env, later)

    def _write_mails(self, rows, env, later):
        waits = bool(later) or self.mail_mode != SEND
        if self.mail_mode != SEND:
            self._check_somebody([{**row, "user_id": _whose(row)} for row in rows])
        # Nobody writes them but the addon; what acts is a step of a workflow.
        mails_sudo = self.env["playbook.customer.mail"].sudo()
        mails_sudo = mails_sudo.create(self._prepare_mail_vals_list(rows, later))
        if waits:
            mails_sudo._tell_subjects(env)
        else:
            mails_sudo._queue(env)
        return {
            mail.enrollment_id.id: Done(detail=mail._tell_state(), is_planned=waits)
            for mail in mails_sudo
        }

    def _prepare_mail_vals_list(self, rows, later):
        """The values of the e-mails for ``rows``."""
        people = self._get_addressees(rows)
        now = self.workflow_id._now()
        dates = {None: now}
        if self.mail_mode == ANNOUNCE:
            dates = self.workflow_id._get_announced_dates(now)
        shared = {
            "workflow_id": self.workflow_id.id,
            "step_id": self.id,
            "mode": self.mail_mode,
            "asks_for": self.asks_for,
            "state": STATES[self.mail_mode],
        }
        vals_list = []
        for row in rows:
            person = people[row["enrollment_id"]]
            if not person["email"]:
                raise UserError(self._tell_no_address(row))
            due = dates.get(row["company_id"], dates[None])
            vals_list.append(
                {
                    **shared,
                    **{name: row[name] for name in (*COLUMNS, "enrollment_id")},
                    **person,
                    "occurrence": row["occurrence"],
                    "user_id": _whose(row),
                    "date_due": due,
                    **self._get_waiting_values(later.get(row["enrollment_id"]), due),
                }
            )
        return vals_list

    def _get_waiting_values(self, wait, due):
        """What stands in what is not sent yet, though it should have been ``due``.

        :param wait: as of :meth:`_find_postponed`, or None. Who is asked first, is
            asked all the same, and told.
        """
        if not wait:
            return {}
        if self.mail_mode == ASK:
            return {"reason": wait.why}
        return {
            "state": ANNOUNCED,
            "date_due": max(wait.moment, due),
            "reason": wait.why,
            "held_since": wait.get_held_since(None, self.workflow_id._now()),
        }

    def _get_addressees(self, rows):
        """Who gets the e-mails for ``rows`` by now: values by ``enrollment_id``."""
        spoken = {code for code, _name in self.env["res.lang"].get_installed()}
        self.env.flush_all()
        self.env.cr.execute(recipients(rows))
        return {
            person["enrollment_id"]: {
                "company_id": person["company_id"],
                "recipient_id": person["recipient_id"],
                "recipient_name": person["name"],
                "mailed_customer_id": person["customer_id"],
                "email": person["email"],
                "lang": person["lang"] if person["lang"] in spoken else self.env.lang,
            }
            for person in self.env.cr.dictfetchall()
        }

    def _tell_no_address(self, row):
        record = self._get_records(row["record_id"], self.env)
        return self.env._(
            "“%(step)s” has nobody to write to: “%(record)s” has no valid e-mail "
            "address. Enter one, then try again.",
            step=self.summary,
            record=record.display_name,
        )


def _whose(row):
    """Who looks after the customer, and decides about what is announced."""
    return row["person_id"] or row["user_id"]
