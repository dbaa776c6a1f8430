"""The scheduled action that carries out the workflows."""

import logging
import random
import time

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_enrollment import (
    OPEN_STATES,
    QUARANTINED,
    SIMULATED,
    WAITING,
)
from .playbook_workflow import DRAFT, LIVE, SIMULATION
from .run_sql import (
    claim,
    claim_within_limit,
    mark_running,
    taken_today,
    tell_planned,
)

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
        for query, work, again in self._plan(batch):
            while True:
                done = self._in_own_transaction(query, work)
                more = again and done >= batch
                if not self._commit(done, more=more):
                    return False
                if not more:
                    break
        return True

    def _plan(self, batch):
        """What a run does, in this order: all queries are made before the first.

        :return: a list of ``(query, work, again)``: ``work`` gets the rows of ``query``
            as dictionaries and tells how many it has done; ``again`` is whether to go
            on as long as batches are full.
        """
        plan = [
            (self._end_sql(batch), self._end, True),
            (self._finished_sql(batch), self._close, True),
        ]
        if self.active and self.mode == SIMULATION:
            plan.append((self._enter_sql(SIMULATED), self._count_entered, False))
        elif self.active and self.mode == LIVE and self.run_as_id.active:
            plan.append((self._enter_sql(WAITING), self._count_entered, False))
            if self.step_ids:
                lifted = claim(self._lifted_sql((WAITING,)), batch=batch)
                plan.append((lifted, self._take, True))
                plan.append((self._within_limit_sql(batch), self._take, True))
        return plan

    def _in_own_transaction(self, query, work):
        """Do ``work``, again when somebody else was faster; commit nothing half.

        :return: what ``work`` returns: how many records; 0 when it did not come to it.
        """
        for attempt in range(TRIES):
            try:
                # Whatever was read is let go of, so that the query comes first.
                self.env["ir.cron"]._commit_progress()
                return work(self.env.execute_query_dict(query))
            except TRANSIENT as error:  # noqa: PERF203 - what the loop is for
                self.env.cr.rollback()
                _logger.info("Workflow %s waits: %s", self.id, error)
                time.sleep(random.uniform(0, 0.1) * 2**attempt)  # noqa: S311
        _logger.info("Workflow %s leaves this to the next run.", self.id)
        return 0

    @api.model
    def _now(self):
        return fields.Datetime.now()

    # ------------------------------------------------------------------
    # Taking up
    # ------------------------------------------------------------------

    def _within_limit_sql(self, batch):
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        return claim_within_limit(
            self._due_sql((WAITING,)),
            taken_today(self.id, self._now(), zones),
            limit=self.daily_limit,
            batch=batch,
        )

    def _take(self, rows):
        """Carry out the steps for the claimed ``rows``.

        :return: how many are settled, those in quarantine among them.
        """
        return self._in_halves(rows, self._carry_out)

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
        Enrollment = self.env["playbook.enrollment"]
        Event = self.env["playbook.workflow.event"]
        Enrollment.flush_model()
        now, uid = self._now(), self.env.uid
        for step in self.step_ids:
            activities = step._run_step(rows, self._acting_env())
            self.env.cr.execute(tell_planned(rows, activities, step.id, now, uid))
        self.env.cr.execute(mark_running(rows, now, uid))
        Enrollment.invalidate_model()
        Event.invalidate_model()
