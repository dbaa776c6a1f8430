"""The scheduled action that carries out the workflows."""

import logging
import random
import time

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..profiles.halves import TIME_IS_UP, TRANSIENT, do_in_halves
from .playbook_enrollment import (
    OPEN_STATES,
    QUARANTINED,
    SIMULATED,
    WAITING,
)
from .playbook_workflow import DRAFT, SIMULATION
from .run_sql import (
    claim,
    claim_within_limit,
    mark_running,
    taken_from,
    tell_planned,
)

_logger = logging.getLogger(__name__)

BATCH = 1000
TRIES = 6
# The same, noticed by a constraint: what is asked for is there already.
THERE_ALREADY = {
    "playbook_workflow_event_once",
    "mail_followers_mail_followers_res_partner_res_model_id_uniq",
}


class PlaybookWorkflow(models.Model):
    """Commit, claim, work, commit: each batch is a transaction of its own.

    It begins with the statement that claims the batch: after any earlier read,
    ``SKIP LOCKED`` and ``ON CONFLICT`` fail on rows that another run has committed
    meanwhile (Odoo works at REPEATABLE READ). Kill it anywhere: what was committed is
    whole, the rest is done by the next run.
    """

    _inherit = "playbook.workflow"

    @api.model
    def _cron_run(self, batch=BATCH):
        """End what is over, enroll what is stale, take up what is due.

        When the time that Odoo gives is over, it says that something remains, and is
        called again.

        :param batch: at most so many records in one transaction.
        """
        workflows = self.with_context(active_test=False).search(
            [
                "|",
                ("mode", "!=", DRAFT),
                ("enrollment_ids.state", "in", OPEN_STATES),
            ]
        )
        for workflow in workflows:
            problem = False
            # What is over ends also where nothing new can be taken up.
            for make_plan in (workflow._plan_ending, workflow._plan_taking):
                try:
                    if not workflow._run(make_plan(batch)):
                        return
                except Exception as error:  # noqa: PERF203 - the others go on
                    self.env.cr.rollback()
                    if TIME_IS_UP in str(error):
                        raise
                    problem = workflow._tell_problem(error)
            if (workflow.problem or False) != problem:
                workflow.problem = problem
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _tell_problem(self, error):
        """Log why this workflow could not be run.

        :return: the same for its form.
        """
        if isinstance(error, UserError | ValueError):
            _logger.warning("Workflow %s cannot be run: %s", self.id, error)
        else:
            _logger.error("Workflow %s could not be run.", self.id, exc_info=error)
        return str(error) or repr(error)

    def _run(self, plan):
        """Carry out a plan, as of :meth:`_plan_ending`.

        :return: whether there is time left.
        """
        return all(self._repeat(query, work, full) for query, work, full in plan)

    def _repeat(self, query, work, full):
        """Do ``work`` until there is no full batch any more: see :meth:`_plan_ending`.

        :return: whether there is time left.
        """
        while True:
            claimed, done = self._in_own_transaction(query, work)
            left = self.env["ir.cron"]._commit_progress(done, remaining=1)
            if done and left <= 0:
                return False
            if not (done and full and claimed >= full):
                return True

    def _plan_ending(self, batch):
        """What ends.

        :return: a list of ``(query, work, full)``, with all queries made before the
            first is run: ``work`` gets the rows of ``query`` as dictionaries and tells
            how many it has done; as long as there are ``full`` of them it is repeated,
            with None it is not.
        """
        return [
            (self._end_sql(batch), self._end, batch),
            (self._finished_sql(batch), self._close, batch),
            (self._given_away_sql(batch), self._give_on, batch),
        ]

    def _plan_taking(self, batch):
        """What is enrolled and taken up: see :meth:`_plan_ending`."""
        if not self.active or self.mode == DRAFT:
            return []
        if self.mode == SIMULATION:
            return [(self._enter_sql(SIMULATED), self._count_entered, None)]
        self._check_actor(self.run_as_id)
        plan = [(self._enter_sql(WAITING), self._count_entered, None)]
        if self.step_ids:
            still = SQL(
                "EXISTS (SELECT FROM playbook_workflow workflow"
                " WHERE workflow.id = %s AND workflow.mode = 'live'"
                " AND workflow.active)",
                self.id,
            )
            lifted = claim(self._lifted_sql((WAITING,), still), batch=batch)
            plan.append((lifted, self._take, batch))
            plan.append((self._within_limit_sql(batch, still), self._take, batch))
        return plan

    def _in_own_transaction(self, query, work):
        """Do ``work``, again when somebody else was faster; commit nothing half.

        :return: how many rows ``query`` had, and what ``work`` returns: how many are
            done; ``(0, 0)`` when it did not come to it.
        """
        cr = self.env.cr
        for attempt in range(TRIES):
            try:
                # Whatever was read is let go of, so that the query comes first.
                self.env["ir.cron"]._commit_progress()
                cr.execute(query, log_exceptions=False)
                rows = cr.dictfetchall()
                return len(rows), work(rows)
            except TRANSIENT as error:  # noqa: PERF203 - what the loop is for
                cr.rollback()
                _logger.info("Workflow %s waits: %s", self.id, error)
                time.sleep(random.uniform(0, 0.1) * 2**attempt)  # noqa: S311
        _logger.info("Workflow %s leaves this to the next run.", self.id)
        return 0, 0

    @api.model
    def _now(self):
        return fields.Datetime.now()

    # ------------------------------------------------------------------
    # Taking up
    # ------------------------------------------------------------------

    def _within_limit_sql(self, batch, condition):
        """The workflow's own limit holds, and that for all that comes by itself."""
        Users = self.env["res.users"]
        since = min(Users._get_day_starts().values())
        return claim_within_limit(
            self._due_sql((WAITING,), condition),
            Users._get_automatic_taken_sql([taken_from(self.id, since)]),
            Users._get_automatic_taken_sql(),
            limit=self.daily_limit,
            limit_in_all=Users._get_daily_limit(),
            batch=batch,
        )

    def _take(self, rows):
        """Carry out the steps for the claimed ``rows``.

        :return: how many are settled, those in quarantine among them.
        """
        outsiders = self._find_outsiders({row["user_id"] for row in rows})
        blind = [row for row in rows if row["user_id"] in outsiders]
        for row in blind:
            self._quarantine(
                row,
                self.env._(
                    "%(person)s is the salesperson and may not read opportunities.",
                    person=outsiders[row["user_id"]],
                ),
            )
        others = [row for row in rows if row["user_id"] not in outsiders]
        return len(blind) + self._in_halves(others, self._carry_out)

    def _find_outsiders(self, user_ids):
        """Those who may not read opportunities: a dictionary from id to name.

        One's own opportunities are readable to everybody who may read any.
        """
        Lead = self.env["crm.lead"]
        return {
            user.id: user.name
            for user in self.env["res.users"].browse(user_ids)
            if not Lead.with_user(user).has_access("read")
        }

    def _in_halves(self, rows, work, **quarantined):
        """Do ``work`` on ``rows`` together; on an error on each half of them.

        So the others are done, and the one that cannot be is put into quarantine.

        :param quarantined: what to write on one in quarantine besides.
        :return: how many of ``rows`` are settled.
        """

        def fail(row, error):
            if _is_there_already(error):
                _logger.info("Workflow %s leaves %s: %s", self.id, row, error)
                return 0
            self._quarantine(row, str(error) or repr(error), **quarantined)
            return 1

        return do_in_halves(self.env.cr, rows, work, fail)

    def _quarantine(self, row, error, **values):
        _logger.warning(
            "Workflow %s could not follow up lead %s: %s",
            self.id,
            row["lead_id"],
            error,
        )
        self.env["playbook.enrollment"].browse(row["enrollment_id"]).write(
            {"state": QUARANTINED, "error": error, **values}
        )

    def _carry_out(self, rows):
        """Carry out all steps for ``rows``, of :meth:`_due_sql`, and write it down."""
        Enrollment = self.env["playbook.enrollment"]
        Event = self.env["playbook.workflow.event"]
        Enrollment.flush_model()
        now, uid = self._now(), self.env.uid
        for step in self.step_ids:
            activities = step._run_step(rows, self._acting_env())
            written = self.env.cr.now()
            self.env.cr.execute(
                tell_planned(rows, activities, step.id, now, written, uid)
            )
        self.env.cr.execute(mark_running(rows, now, uid))
        Enrollment.invalidate_model()
        Event.invalidate_model()


def _is_there_already(error):
    """Whether somebody has written meanwhile what we were about to write."""
    return (
        isinstance(error, errors.UniqueViolation)
        and error.diag.constraint_name in THERE_ALREADY
    )
