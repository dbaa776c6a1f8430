"""The scheduled action that carries out the workflows."""

import logging
import random
import time
from collections import defaultdict

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_enrollment import (
    OPEN_STATES,
    QUARANTINED,
    RUNNING,
    SIMULATED,
    WAITING,
)
from .playbook_workflow import DRAFT, LIVE, SIMULATION
from .stale_sql import claim, claim_within_limit, taken_today

_logger = logging.getLogger(__name__)

BATCH = 1000
TRIES = 6
# Somebody else was faster: nobody's fault, and gone at the next try.
TRANSIENT = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
)


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

        :param batch: at most so many records in one transaction.
        """
        workflows = self.with_context(active_test=False).search(
            [
                "|",
                ("mode", "!=", DRAFT),
                ("enrollment_ids.state", "in", OPEN_STATES),
            ]
        )
        self._commit(0)
        for workflow in workflows:
            try:
                done = workflow._run(batch)
            except UserError as error:
                self.env.cr.rollback()
                _logger.warning("Workflow %s cannot be run: %s", workflow.id, error)
                continue
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Workflow %s could not be run.", workflow.id)
                continue
            if not done:
                return

    @api.model
    def _commit(self, processed, *, more=False):
        """Commit.

        :return: whether there is time left.
        """
        left = self.env["ir.cron"]._commit_progress(processed, remaining=int(more))
        return left > 0

    def _run(self, batch):
        """Run one workflow.

        :return: whether there is time left.
        """
        steps = [(self._end_batch, batch), (self._close_finished, batch)]
        if self.active and self.mode == SIMULATION:
            steps.append((self._enter_first, SIMULATED))
        elif self.active and self.mode == LIVE and self.run_as_id.active:
            steps += [
                (self._enter_first, WAITING),
                (self._take_lifted, batch),
                (self._take_within_limit, batch),
            ]
        for work, argument in steps:
            while True:
                done = self._in_own_transaction(work, argument)
                more = done >= batch and work != self._enter_first
                if not self._commit(done, more=more):
                    return False
                if not more:
                    break
        return True

    def _in_own_transaction(self, work, argument):
        """Do ``work``, again when somebody else was faster; commit nothing half.

        :return: what ``work`` returns: how many records; 0 when it did not come to it.
        """
        for attempt in range(TRIES):
            try:
                return work(argument)
            except TRANSIENT as error:  # noqa: PERF203 - what the loop is for
                self.env.cr.rollback()
                _logger.info("Workflow %s waits: %s", self.id, error)
                time.sleep(random.uniform(0, 0.1) * 2**attempt)  # noqa: S311
        _logger.info("Workflow %s leaves this to the next run.", self.id)
        return 0

    def _enter_first(self, state):
        query = self._enter_sql(state)
        self._forget()
        ((entered,),) = self.env.execute_query(query)
        return entered

    def _forget(self):
        """Let go of all that was read to make a query, so that it comes first."""
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _now(self):
        return fields.Datetime.now()

    # ------------------------------------------------------------------
    # Taking up
    # ------------------------------------------------------------------

    def _take_lifted(self, batch):
        return self._take(claim(self._lifted_sql((WAITING,)), batch=batch))

    def _take_within_limit(self, batch):
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        used = taken_today(self.id, self._now(), zones)
        due = self._due_sql((WAITING,))
        limit = self.daily_limit
        query = claim_within_limit(due, used, limit=limit, batch=batch)
        return self._take(query)

    def _take(self, query):
        """Claim with ``query`` and carry out the steps.

        :return: how many were done, those in quarantine among them.
        """
        self._forget()
        return self._in_halves(self.env.execute_query_dict(query), self._carry_out)

    def _in_halves(self, rows, work):
        """Do ``work`` on ``rows`` together; on an error on each half of them.

        So the others are done, and the one that cannot be is put into quarantine.

        :return: how many of ``rows`` are settled.
        """
        if not rows:
            return 0
        try:
            with self.env.cr.savepoint():
                work(rows)
        except TRANSIENT:
            raise
        except errors.UniqueViolation as error:
            if len(rows) > 1:
                return self._in_each_half(rows, work)
            # Somebody has written the same meanwhile: seen, and done, by the next run.
            _logger.info("Workflow %s leaves %s: %s", self.id, rows[0], error)
            return 0
        except Exception as error:  # noqa: BLE001 - a record may fail in any way
            if len(rows) > 1:
                return self._in_each_half(rows, work)
            self._quarantine(rows[0], error)
        return len(rows)

    def _in_each_half(self, rows, work):
        middle = len(rows) // 2
        return sum(
            self._in_halves(half, work) for half in (rows[:middle], rows[middle:])
        )

    def _quarantine(self, row, error):
        _logger.warning(
            "Workflow %s could not follow up lead %s: %s",
            self.id,
            row["lead_id"],
            error,
        )
        self.env["playbook.enrollment"].browse(row["enrollment_id"]).write(
            {"state": QUARANTINED, "error": str(error) or repr(error)}
        )

    def _carry_out(self, rows):
        """Carry out all steps for ``rows``, of :meth:`_due_sql`, and write it down."""
        now = self._now()
        events = []
        for step in self.step_ids:
            activities = step._run_step(rows, self._acting_env())
            events += [
                {
                    "enrollment_id": row["enrollment_id"],
                    "lead_id": row["lead_id"],
                    "occurrence": row["occurrence"],
                    "user_id": row["user_id"],
                    "step_id": step.id,
                    "state": "planned",
                    "date": now,
                    "activity_id": activities[row["lead_id"]],
                }
                for row in rows
            ]
        self.env["playbook.workflow.event"].create(events)
        by_user = defaultdict(list)
        for row in rows:
            by_user[row["user_id"]].append(row["enrollment_id"])
        Enrollment = self.env["playbook.enrollment"]
        for user_id, enrollment_ids in by_user.items():
            # Cached alone: one UPDATE writes them all.
            Enrollment.browse(enrollment_ids).write(
                {"state": RUNNING, "date_taken": now, "user_id": user_id}
            )
        Enrollment.flush_model()
