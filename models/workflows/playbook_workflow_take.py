"""How claimed rows are carried out."""

import logging
from datetime import timedelta
from functools import partial

from psycopg2 import errors

from odoo import models
from odoo.fields import Domain
from odoo.tools import groupby

from ..profiles.condition import is_empty, parse
from ..profiles.halves import do_in_halves
from .playbook_enrollment import QUARANTINED
from .playbook_enrollment_advice import REFUSED, kind_of_error, tell_error
from .playbook_workflow_run import WINS as LOSSES
from .playbook_workflow_step import ESCALATE, LOSE, SERVER
from .playbook_workflow_step_run import Done
from .run_sql import RETRY_HOURS, close_done, move_on, tell

_logger = logging.getLogger(__name__)

# The same, noticed by a constraint: what is asked for is there already.
THERE_ALREADY = {
    "playbook_workflow_event_once",
    "playbook_customer_mail_once",
    "mail_followers_mail_followers_res_partner_res_model_id_uniq",
}


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _take(self, rows):
        """Carry out the steps for the claimed ``rows``, of :meth:`_due_sql`.

        Of those to be closed as lost, that is the ORM's work, a few: the others are
        claimed again.

        :return: how many are settled, those in quarantine among them.
        """
        steps = {step.id: step for step in self.step_ids}
        settled, room = 0, LOSSES
        for step_id, group in groupby(rows, lambda row: row["step_id"]):
            step = steps[step_id]
            taken = group
            if step.kind == LOSE:
                taken = group[:room]
                room -= len(taken)
            if taken:
                settled += self._take_step(step, taken)
        return settled

    def _take_step(self, step, rows):
        done = self._find_done_steps(rows)
        passed, new = [], []
        for row in rows:
            (passed if step.id in done[row["enrollment_id"]] else new).append(row)
        if passed:
            # Somebody has moved the steps: it was carried out before.
            self._move_on(step, passed, done)
        return len(passed) + self._take_new(step, new)

    def _find_done_steps(self, rows):
        """The steps that each of ``rows`` has behind it: ids by ``enrollment_id``."""
        done = {row["enrollment_id"]: set() for row in rows}
        events = self.env["playbook.workflow.event"]._read_group(
            [("enrollment_id", "in", list(done)), ("step_id", "!=", False)],
            ["enrollment_id", "step_id"],
        )
        for enrollment, step in events:
            done[enrollment.id].add(step.id)
        return done

    def _take_new(self, step, rows):
        outsiders = self._find_outsiders({row["user_id"] for row in rows})
        blind = [row for row in rows if row["user_id"] in outsiders]
        for row in blind:
            self._quarantine(
                row,
                self.env._(
                    "%(person)s would get this and may not read records of this kind. "
                    "Give the record to somebody who may, then try again.",
                    person=outsiders[row["user_id"]],
                ),
                error_kind=REFUSED,
            )
        others = [row for row in rows if row["user_id"] not in outsiders]
        carry_out = partial(self._carry_out, step)
        return len(blind) + self._in_halves(others, carry_out)

    def _find_outsiders(self, user_ids):
        """Those who may not read such records: a dictionary from id to name.

        One's own are readable to everybody who may read any.
        """
        Document = self.env[self._get_target().model]
        return {
            user.id: user.name
            for user in self.env["res.users"].browse(user_ids - {None})
            if not Document.with_user(user).has_access("read")
        }

    def _carry_out(self, step, rows):
        """Carry out ``step`` for ``rows``, or leave it out, and write it down."""
        env = self._acting_env()
        self.env["playbook.enrollment"].flush_model()
        waiting = self._find_unreported(step, rows)
        self._postpone(waiting)
        rows = [row for row in rows if row["enrollment_id"] not in waiting]
        left_out = self._find_left_out(step, rows, env)
        todo = [row for row in rows if row["enrollment_id"] not in left_out]
        left_out |= step._find_unfit(todo, env)
        todo = [row for row in todo if row["enrollment_id"] not in left_out]
        later = step._find_postponed(todo, env)
        put_off = [row for row in todo if row["enrollment_id"] in later]
        todo = [row for row in todo if row["enrollment_id"] not in later]
        skipped = [row for row in rows if row["enrollment_id"] in left_out]
        if todo and step.kind == SERVER:
            # The action may commit what it does: it must not be done twice then.
            name = step.server_action_id.sudo().name  # told to whom the step is
            done = {row["enrollment_id"]: Done(detail=name) for row in todo}
            self._write_down(step, todo, done)
            step._run_step(todo, env)
        elif todo:
            self._write_down(step, todo, step._run_step(todo, env))
        if put_off:
            self._write_down(step, put_off, step._run_later(put_off, later, env))
        if skipped:
            done = {key: Done(detail=why) for key, why in left_out.items()}
            self._write_down(step, skipped, done, skipped=True)
        self.env["playbook.enrollment"].invalidate_model()
        self.env["playbook.workflow.event"].invalidate_model()

    def _postpone(self, postponed):
        """Let these wait, as of ``_find_unreported``; why stands on the enrollment."""
        for (moment, why), group in groupby(postponed, lambda key: postponed[key]):
            enrollments = self.env["playbook.enrollment"].browse(group)
            enrollments.write({"next_date": moment, "held_reason": why})
            new = enrollments.filtered(lambda each: not each.held_since)
            new.write({"held_since": self._now()})
        self.env["playbook.enrollment"].flush_model()

    def _find_left_out(self, step, rows, env):
        """For which of ``rows`` the step is left out.

        :return: a dictionary from ``enrollment_id`` to why.
        """
        left_out = {}
        if step.condition in {"open", "done"}:
            open_ids = self._find_still_asked([row["enrollment_id"] for row in rows])
            wanted = step.condition == "open"
            why = self.env._("What was asked before is not done yet.")
            if wanted:
                why = self.env._("What was asked before is done.")
            for row in rows:
                if (row["enrollment_id"] in open_ids) != wanted:
                    left_out[row["enrollment_id"]] = why
        if not is_empty(step.domain):
            domain = parse(step.domain, env.uid)
            ids = [row["record_id"] for row in rows]
            Document = env[self._get_target().model]
            found = set(Document.search(Domain("id", "in", ids) & domain).ids)
            why = self.env._("It is not one of those that the step is for.")
            for row in rows:
                if row["record_id"] not in found:
                    left_out.setdefault(row["enrollment_id"], why)
        return left_out

    def _find_still_asked(self, enrollment_ids):
        """Those of which an activity is open."""
        events = self.env["playbook.workflow.event"]._read_group(
            [
                ("enrollment_id", "in", enrollment_ids),
                ("state", "=", "planned"),
                ("activity_id.active", "=", True),
            ],
            ["enrollment_id"],
        )
        return {enrollment.id for (enrollment,) in events}

    def _write_down(self, step, rows, done, *, skipped=False):
        """Write what was done into the history, and go on to what comes next."""
        cr = self.env.cr
        now, written, uid = self._now(), cr.now(), self.env.uid
        states = [
            "skipped"
            if skipped
            else "planned"
            if done[row["enrollment_id"]].activity_id
            or done[row["enrollment_id"]].is_planned
            else "carried_out"
            for row in rows
        ]
        cr.execute(tell(rows, done, step, states, now=now, written=written, uid=uid))
        self._move_on(step, rows, self._find_done_steps(rows))

    def _move_on(self, step, rows, done):
        """Let ``rows`` go on to the next step that they have not done.

        :param done: see :meth:`_find_done_steps`.
        """
        cr, now = self.env.cr, self._now()
        # Whose it is: that of whoever acts for them today, where they are asked.
        whose = "person_id"
        if step.assign_to == "person" and step.kind != ESCALATE:
            whose = "user_id"
        steps = self.env["playbook.workflow.step"]
        for behind, group in groupby(
            rows, lambda row: frozenset(done[row["enrollment_id"]])
        ):
            following = self._get_following(step, without=steps.browse(behind))
            due = self._get_due_dates(following, now) if following else {None: None}
            places = [
                (
                    row["enrollment_id"],
                    row[whose],
                    due.get(row["company_id"], due[None]),
                )
                for row in group
            ]
            cr.execute(move_on(places, following.id or None, now, self.env.uid))
            if not following:
                cr.execute(close_done([row["enrollment_id"] for row in group], now))

    def _get_following(self, step, without=()):
        """The step after ``step``; the first one where there is none."""
        steps = self.step_ids.sorted(lambda each: (each.sequence, each.id))
        if step:
            place = (step.sequence, step.id)
            steps = steps.filtered(lambda each: (each.sequence, each.id) > place)
        return steps.filtered(lambda each: each not in without)[:1]

    # ------------------------------------------------------------------
    # What cannot be done
    # ------------------------------------------------------------------

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
            words, kind = tell_error(error), kind_of_error(error)
            self._quarantine(row, words, error_kind=kind, **quarantined)
            return 1

        return do_in_halves(self.env.cr, rows, work, fail)

    def _quarantine(self, row, error, **values):
        _logger.warning(
            "Workflow %s could not follow up record %s: %s",
            self.id,
            row["record_id"],
            error,
        )
        tries = row.get("tries") or 0
        again = RETRY_HOURS[tries : tries + 1]
        self.env["playbook.enrollment"].browse(row["enrollment_id"]).write(
            {
                "state": QUARANTINED,
                "error": error,
                "tries": tries + 1,
                "next_date": again and self._now() + timedelta(hours=again[0]),
                **values,
            }
        )


def _is_there_already(error):
    """Whether somebody has written meanwhile what we were about to write."""
    return (
        isinstance(error, errors.UniqueViolation)
        and error.diag.constraint_name in THERE_ALREADY
    )
