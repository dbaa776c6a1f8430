"""The scheduled actions that carry out the workflows."""

import logging
import random
import time
from datetime import timedelta
from time import monotonic

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_enrollment import OPEN_STATES, SIMULATED, WAITING
from .playbook_workflow import DRAFT, SIMULATION, SUSPENDED
from .run_sql import due_workflows

_logger = logging.getLogger(__name__)

BATCH = 1000
TRIES = 6
# What takes long to look through is looked through less often: a twentieth of the time.
SCAN_SHARE, SCAN_INTERVAL = 20, 60
# After so many seconds of looking, what is due comes first.
SCAN_SECONDS = 5
# Winning is the ORM's work: so many deals at most in one transaction.
WINS = 100
# For work that looks for itself what there is to do.
NOTHING = SQL("SELECT 1 AS one")


class PlaybookWorkflow(models.Model):
    """Four lanes do the same, each in its own worker; one alone does everything.

    Commit, claim, work, commit: each batch begins with the statement that claims it.
    After any earlier read, ``SKIP LOCKED`` and ``ON CONFLICT`` fail on rows that
    another lane has committed meanwhile (Odoo works at REPEATABLE READ). Kill it
    anywhere: what was committed is whole, the rest is done by the next run.
    """

    _inherit = "playbook.workflow"

    @api.model
    def _cron_run_lane(self, batch=BATCH, *, scan=False):
        """Carry out what is due, batch by batch.

        When the time that Odoo gives is over, it says that something remains, and is
        called again.

        :param batch: at most so many records in one transaction.
        :param scan: first end what is over and enroll what is new.
        """
        if (not scan or self._scan(batch)) and self._work_off(batch):
            self.env["ir.cron"]._commit_progress(remaining=0)

    # ------------------------------------------------------------------
    # Scanning
    # ------------------------------------------------------------------

    @api.model
    def _scan(self, batch):
        """End what is over, enroll what is new, let go on what was held up.

        :return: whether there is time left.
        """
        workflows = self.with_context(active_test=False).search(
            [
                *("|", "&", ("active", "=", True), ("mode", "!=", DRAFT)),
                ("enrollment_ids.state", "in", OPEN_STATES),
            ]
        )
        if not self._scan_for_all(batch):
            return False
        now, begun = self._now(), monotonic()
        due = workflows.filtered(
            lambda each: not each.next_scan_date or each.next_scan_date <= now
        )
        # Each time another one first: none is kept waiting by those before it.
        first = int(now.timestamp() // SCAN_INTERVAL) % max(len(due), 1)
        for workflow in due[first:] + due[:first]:
            if monotonic() - begun > SCAN_SECONDS:
                break
            if not workflow._scan_one(batch):
                return False
        return True

    @api.model
    def _scan_for_all(self, batch):
        """The same of what belongs to no one workflow; returns the same."""
        try:
            return self._run(self._plan_for_all(batch))
        except Exception as error:
            self.env.cr.rollback()
            if TIME_IS_UP in str(error):
                raise
            _logger.exception("Follow-ups could not be let go on.")
            return True

    def _scan_one(self, batch):
        begun, problem, in_time = monotonic(), False, True
        # What is over ends also where nothing new can be taken up.
        for make_plan in (self._plan_ending, self._plan_entering):
            try:
                in_time = self._run(make_plan(batch)) and in_time
            except Exception as error:  # noqa: PERF203 - the others go on
                self.env.cr.rollback()
                if TIME_IS_UP in str(error):
                    raise
                problem = self._tell_problem(error)
        self._note_scan(problem or self._get_warning(), monotonic() - begun)
        return in_time

    def _note_scan(self, problem, seconds):
        values = {}
        if (self.problem or False) != problem:
            values["problem"] = problem
        pause = seconds * SCAN_SHARE
        next_scan = pause > SCAN_INTERVAL and self._now() + timedelta(seconds=pause)
        if next_scan or self.next_scan_date:
            values["next_scan_date"] = next_scan
        self._note(values)

    def _note(self, values):
        """Write down what the run found, unless somebody else is writing there."""
        if not values:
            return
        try:
            self.write(values)
            self.env["ir.cron"]._commit_progress()
        except TRANSIENT:
            self.env.cr.rollback()

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
            (self._moved_company_sql(batch), self._forget_companies, batch),
            (self._moved_mails_sql(batch), self._forget_mails, batch),
        ]

    def _plan_entering(self, batch):
        """What is enrolled: see :meth:`_plan_ending`."""
        if not self.active or self.mode in {DRAFT, SUSPENDED}:
            return []
        if self.mode == SIMULATION:
            return [(self._enter_sql(SIMULATED), self._note_entered, None)]
        self._check_actor(self.run_as_id)
        room = self._get_entry_room()
        if not self.step_ids or room == 0:
            return []
        return [(self._enter_sql(WAITING, room), self._note_entered, None)]

    @api.model
    def _plan_for_all(self, batch):
        """What goes on by itself, and what is won by itself."""
        Enrollment = self.env["playbook.enrollment"]
        Lead = self.env["crm.lead"]
        return [
            (NOTHING, lambda _rows: Enrollment._retry_due(batch), None),
            (NOTHING, lambda _rows: Enrollment._resume_due(batch), None),
            (NOTHING, lambda _rows: Enrollment._close_finished(batch), None),
            (NOTHING, lambda _rows: Lead._win_ordered(min(batch, WINS)), None),
        ]

    # ------------------------------------------------------------------
    # Carrying out
    # ------------------------------------------------------------------

    @api.model
    def _work_off(self, batch):
        """Carry out whatever is due, of all workflows.

        :return: whether there is time left.
        """
        while True:
            self.env["ir.cron"]._commit_progress()
            rows = self.env.execute_query(due_workflows(self._now()))
            done = 0
            for workflow_id, free, limited, writes in rows:
                workflow = self.browse(workflow_id)
                settled, in_time = workflow._work(
                    batch, free=free, limited=limited, writes=writes
                )
                if not in_time:
                    return False
                done += settled
            if not done:
                return True

    def _work(self, batch, *, free, limited, writes=False):
        """Carry out what is due of this workflow.

        :param free: some of it asks nobody for anything; ``limited``: some does;
            ``writes``: some writes to customers.
        :return: how much is settled, and whether there is time left.
        """
        begun, settled, in_time, problem = monotonic(), 0, True, False
        try:
            self._check_actor(self.run_as_id)
            if free:
                query = self._free_sql(batch)
                settled, in_time = self._repeat(query, self._take, batch)
            if (limited or writes) and in_time:
                with self._turn() as mine:
                    if mine:
                        more, in_time = self._work_in_turn(batch, limited, writes)
                        settled += more
        except Exception as error:
            self.env.cr.rollback()
            if TIME_IS_UP in str(error):
                raise
            problem = self._tell_problem(error)
        values = {}
        if (self.run_problem or False) != problem:
            values["run_problem"] = problem
        pause = (monotonic() - begun) * SCAN_SHARE
        if not settled and pause > SCAN_INTERVAL:
            # What waits for its turn need not be asked for every minute.
            values["next_work_date"] = self._now() + timedelta(seconds=pause)
        self._note(values)
        return settled, in_time

    # ------------------------------------------------------------------
    # Batches
    # ------------------------------------------------------------------

    def _run(self, plan):
        """Carry out a plan, as of :meth:`_plan_ending`.

        :return: whether there is time left.
        """
        return all(self._repeat(query, work, full)[1] for query, work, full in plan)

    def _repeat(self, query, work, full):
        """Do ``work`` until there is no full batch any more: see :meth:`_plan_ending`.

        :return: how much is done, and whether there is time left.
        """
        total = 0
        while True:
            claimed, done = self._in_own_transaction(query, work)
            total += done
            left = self.env["ir.cron"]._commit_progress(done, remaining=1)
            if done and left <= 0:
                return total, False
            if not (done and full and claimed >= full):
                return total, True

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
                _logger.info("Workflow %s waits: %s", self.ids, error)
                time.sleep(random.uniform(0, 0.1) * 2**attempt)  # noqa: S311
        return 0, 0

    @api.model
    def _now(self):
        return fields.Datetime.now()
