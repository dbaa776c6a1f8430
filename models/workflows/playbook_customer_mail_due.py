"""Announced e-mails: when they are sent, and for whom they no longer are."""

from datetime import timedelta
from functools import partial
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, groupby

from ..profiles.halves import do_in_halves
from . import people_sql, trigger_sql
from .playbook_enrollment import MOVING
from .playbook_enrollment_advice import tell_error
from .playbook_workflow_hours import local

# How long a night is looked through for its end, and in what steps.
LONGEST_NIGHT, QUARTER = timedelta(days=30), timedelta(minutes=15)


class _Wait(NamedTuple):
    """What is waited for, as ``_get_due_dates`` asks steps for it."""

    delay: int
    delay_unit: str


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _get_announced_dates(self, now):
        """When what is announced ``now`` is sent: a working day later, and never in the
        quiet hours.

        :return: a dictionary from a company's id to a moment (naive UTC); the key None
            is for records of no company.
        """
        due = self._get_due_dates(_Wait(1, "working"), now)
        calendars = self._get_calendars()
        holidays = self._get_holidays_around(calendars, now, 1)
        return {
            company_id: self._get_awake(calendars.get(company_id), moment, holidays)
            for company_id, moment in due.items()
        }

    def _get_awake(self, calendar, moment, holidays):
        """``moment`` (naive UTC), or when its quiet hours are over."""
        if calendar is None:
            return moment
        awake = moment
        while awake < moment + LONGEST_NIGHT:
            if self._is_awake(calendar, local(awake, calendar), holidays):
                return awake
            awake += QUARTER
        return moment

    # ------------------------------------------------------------------
    # Claiming
    # ------------------------------------------------------------------

    def _announced_sql(self, batch):
        """Claims what was announced and is to be sent now."""
        due = SQL(
            "mail.state = 'announced' AND mail.date_due <= %s"
            " AND enrollment.state = ANY(%s) AND %s",
            self._now(),
            list(MOVING),
            self._awake_sql() or SQL("TRUE"),
        )
        return self._coming_sql(due, batch)

    def _coming_sql(self, condition, batch):
        """Claims e-mails that may still be sent: nothing has ended their follow-up.

        :param condition: of the rows ``mail`` and ``enrollment``.
        :return: a query with rows as ``_run_step`` takes them, with ``mail_id``.
        """
        target, trigger = self._get_target(), self._get_trigger()
        return SQL(
            """
            SELECT mail.id AS mail_id, mail.enrollment_id, %(record)s AS record_id,
                   mail.lead_id, mail.partner_id, mail.order_id, mail.occurrence,
                   mail.step_id, mail.user_id, mail.user_id AS person_id,
                   NULL AS stands_in_for_id, company.id AS company_id
              FROM %(records)s
              %(people)s
              JOIN playbook_customer_mail mail ON %(column)s = %(record)s
              JOIN playbook_enrollment enrollment ON enrollment.id = mail.enrollment_id
              %(occasion)s
             WHERE mail.workflow_id = %(workflow_id)s
               AND %(reach)s AND %(acts)s
               AND %(over)s IS NULL
               AND %(condition)s
          ORDER BY mail.date_due, mail.id
             LIMIT %(batch)s
               FOR UPDATE OF mail SKIP LOCKED
            """,
            record=self._record_sql(),
            records=trigger_sql.records(self.target),
            people=people_sql.joins(self.target),
            column=SQL.identifier("mail", target.column),
            occasion=trigger.occasion,
            workflow_id=self.id,
            reach=SQL(" AND ").join([SQL("TRUE"), *self._reach_conditions()]),
            acts=self._acts_sql(),
            over=self._over_sql(trigger),
            condition=condition,
            batch=batch,
        )

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

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
        Mail = self.env["playbook.customer.mail"]
        if not step:
            ids = [row["mail_id"] for row in rows]
            Mail.browse(ids)._leave_out(self.env._("The step is no longer there."))
            return
        for problem in step._find_faults():
            raise UserError(step._tell_problem(problem))
        env = self._acting_env()
        unfit = step._find_unfit(rows, env)
        going = [row for row in rows if row["enrollment_id"] not in unfit]
        later = step._find_postponed(going, env)
        by_enrollment = {row["enrollment_id"]: row["mail_id"] for row in rows}
        for why, group in groupby(unfit, lambda key: unfit[key]):
            Mail.browse(by_enrollment[key] for key in group)._leave_out(why)
        for (moment, why), group in groupby(later, lambda key: later[key]):
            Mail.browse(by_enrollment[key] for key in group)._put_off(moment, why)
        ids = [row["mail_id"] for row in going if row["enrollment_id"] not in later]
        if ids:
            Mail.browse(ids)._send(env)
        self.env.flush_all()

    # ------------------------------------------------------------------
    # What ends, and what moves
    # ------------------------------------------------------------------

    def _leave_out_mails(self, enrollments, why, reason=None):
        """What was announced is not sent: their follow-up has ended.

        :param why: how each ended, by id; ``reason``: in words, where a person says so.
        """
        Mail = self.env["playbook.customer.mail"]
        coming = Mail._find_coming(enrollments)
        if not coming:
            return
        endings = self._get_ending_words()
        for ending, mails in coming.grouped(
            lambda mail: why[mail.enrollment_id.id]
        ).items():
            # What they were announced with is cancelled already.
            mails._leave_out(reason or endings[ending], events=False)

    def _moved_mails_sql(self, batch):
        """Notes to which company a record has come, and who looks after it now: what is
        announced is theirs to decide.
        """
        target, person = self._get_target(), self._person_sql()
        return SQL(
            """
            WITH moved AS (
                SELECT mail.id, company.id AS company_id,
                       COALESCE(%(person)s, mail.user_id) AS user_id
                  FROM %(records)s
                  %(people)s
                  JOIN playbook_customer_mail mail ON %(column)s = %(record)s
                 WHERE mail.workflow_id = %(workflow_id)s
                   AND mail.state IN ('announced', 'asked')
                   AND (mail.company_id IS DISTINCT FROM company.id
                        OR mail.user_id IS DISTINCT FROM
                           COALESCE(%(person)s, mail.user_id))
                 LIMIT %(batch)s
                   FOR UPDATE OF mail SKIP LOCKED
            )
            UPDATE playbook_customer_mail
               SET company_id = moved.company_id, user_id = moved.user_id
              FROM moved
             WHERE moved.id = playbook_customer_mail.id
         RETURNING playbook_customer_mail.id
            """,
            person=person,
            records=trigger_sql.records(self.target),
            people=people_sql.joins(self.target),
            column=SQL.identifier("mail", target.column),
            record=self._record_sql(),
            workflow_id=self.id,
            batch=batch,
        )

    def _forget_mails(self, rows):
        if rows:
            names = ["company_id", "user_id"]
            self.env["playbook.customer.mail"].invalidate_model(names, flush=False)
        return len(rows)
