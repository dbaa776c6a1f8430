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
        waits = self.mail_mode != SEND
        if waits:
            self._check_somebody([{**row, "user_id": _whose(row)} for row in rows])
        # Nobody writes them but the addon; what acts is a step of a workflow.
        mails_sudo = self.env["playbook.customer.mail"].sudo()
        mails_sudo = mails_sudo.create(self._prepare_mail_vals_list(rows))
        if waits:
            mails_sudo._tell_subjects(env)
        else:
            mails_sudo._queue(env)
        return {
            mail.enrollment_id.id: Done(detail=mail._tell_state(), is_planned=waits)
            for mail in mails_sudo
        }

    def _prepare_mail_vals_list(self, rows):
        """The values of the e-mails for ``rows``."""
        self.env.flush_all()
        self.env.cr.execute(recipients(rows))
        people = {row["enrollment_id"]: row for row in self.env.cr.dictfetchall()}
        spoken = {code for code, _name in self.env["res.lang"].get_installed()}
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
            lang = person["lang"]
            vals_list.append(
                {
                    **shared,
                    **{name: row[name] for name in (*COLUMNS, "enrollment_id")},
                    "occurrence": row["occurrence"],
                    "user_id": _whose(row),
                    "company_id": row["company_id"],
                    "recipient_id": person["recipient_id"],
                    "recipient_name": person["name"],
                    "mailed_customer_id": person["customer_id"],
                    "email": person["email"],
                    "lang": lang if lang in spoken else self.env.lang,
                    "date_due": dates.get(row["company_id"], dates[None]),
                }
            )
        return vals_list

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
