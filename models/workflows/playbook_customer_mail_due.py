"""Announced e-mails: when they are sent, and for whom they no longer are."""

from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from . import people_sql, trigger_sql
from .playbook_enrollment import MOVING
from .playbook_workflow_hours import local
from .playbook_workflow_step import MAIL
from .run_sql import goes_out

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
        """Claims what was announced, or has waited, and is to be sent now."""
        faulty = SQL(
            "(mail.step_id IS NULL OR mail.step_id <> ALL(%s))",
            list(self._find_faulty_mail_steps()),
        )
        due = SQL("%s AND %s", self._going_out_sql(), faulty)
        return self._coming_sql(due, batch)

    def _unreached_sql(self, batch):
        """Claims what was to be sent by now to whom the workflow no longer reaches."""
        return self._coming_sql(self._going_out_sql(), batch, reached=False)

    def _going_out_sql(self):
        return SQL(
            "%s AND mail.date_due <= %s AND enrollment.state = ANY(%s) AND %s",
            goes_out(),
            self._now(),
            list(MOVING),
            self._awake_sql() or SQL("TRUE"),
        )

    def _find_faulty_mail_steps(self):
        """What is wrong with steps that write to customers: a dictionary from their ids
        to the first fault, in words.
        """
        steps = self.step_ids.filtered(lambda step: step.kind == MAIL)
        faults = {step: next(iter(step._find_faults()), None) for step in steps}
        return {
            step.id: step._tell_problem(fault)
            for step, fault in faults.items()
            if fault
        }

    def _coming_sql(self, condition, batch, *, reached=True):
        """Claims e-mails that may still be sent: nothing has ended their follow-up.

        :param condition: of the rows ``mail`` and ``enrollment``.
        :param reached: whether the workflow is to reach their records, or not to.
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
               AND (%(reach)s) IS %(reached)s AND %(acts)s
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
            reached=SQL("TRUE") if reached else SQL("NOT TRUE"),
            acts=self._acts_sql(),
            over=self._over_sql(trigger),
            condition=condition,
            batch=batch,
        )

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
