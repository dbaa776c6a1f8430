"""A follow-up in words, for who works on the record: what happened, what comes."""

from odoo import fields, models
from odoo.tools import format_date, format_datetime

from .playbook_enrollment import (
    BACKLOG,
    CANCELLED,
    MOVING,
    PAUSED,
    QUARANTINED,
    SIMULATED,
    WAITING,
)
from .playbook_enrollment_change import FITTING
from .playbook_workflow import ACTING, SUSPENDED
from .playbook_workflow_step import ASKING

# How a step is shown: see `_tell`.
DONE = "done"
OPEN = "open"
LEFT_OUT = "left_out"
FAILED = "failed"
COMES = "comes"
TURN = "turn"
STOPPED = "stopped"


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    def _tell(self):
        """These in words, in the user's language and time zone.

        :return: a list of dictionaries, one for each, in this order: ``id``,
            ``workflow``, ``state`` and ``state_label``, ``simulated``, ``is_open``,
            ``person``, ``entered``, ``ended``, ``ending`` (how it ended, in words),
            ``reason``, ``until``, ``may`` (keys of what the user may do) and ``steps``:
            each with ``key``, ``name``, ``kind``, ``status`` (done, open, left_out,
            failed, comes, turn, stopped), ``label``, ``when``, ``person`` and
            ``detail``.
        """
        steerable = self._filter_steerable()
        # Whoever reads these may know what their workflows and colleagues are called;
        # and Odoo keeps the activities of others from some.
        rows_sudo = self.sudo()
        events = rows_sudo.event_ids.sorted(lambda event: (event.date, event.id))
        # All at once: each event would fetch its own.
        events.activity_id.fetch(["active", "date_deadline", "user_id"])
        by_row = events.grouped("enrollment_id")
        held = rows_sudo._find_held()
        states = dict(self._fields["state"]._description_selection(self.env))
        endings = dict(self._fields["ending"]._description_selection(self.env))
        told = []
        for row in rows_sudo:
            happened = by_row.get(row, events.browse())
            is_open = row.state not in ("done", CANCELLED)
            told.append(
                {
                    "id": row.id,
                    "workflow": row.workflow_id.name,
                    "state": row.state,
                    "state_label": states[row.state],
                    "simulated": row.simulated,
                    "is_open": is_open and not row.simulated,
                    "person": row.user_id.name or "",
                    "entered": row._tell_moment(row.date_entered),
                    "ended": row._tell_moment(row.date_ended),
                    "ending": endings.get(row.ending, ""),
                    "reason": row.reason or "",
                    "note": row._tell_note(),
                    "may": row._tell_may() if row.id in steerable._ids else [],
                    "steps": row._tell_steps(happened, held.get(row.id)),
                }
            )
        return told

    def _find_held(self):
        """Why those that are due, and have not begun, do not begin: by id, in words.

        What has not begun must match still when its turn comes.
        """
        now, held = fields.Datetime.now(), {}
        due = self.filtered(
            lambda row: row.state == WAITING
            and not (row.simulated or row.date_taken)
            and row.next_date
            and row.next_date <= now
        )
        for workflow, rows in due.grouped("workflow_id").items():
            words = workflow._get_held_words(rows[0]._get_document())
            held.update(dict.fromkeys(rows.ids, words))
        return held

    def _tell_may(self):
        """What fits its state, of what may be done about it."""
        return [what for what in FITTING if self._fits(what)]

    def _tell_moment(self, moment):
        return format_datetime(self.env, moment, dt_format="short") if moment else ""

    def _tell_day(self, day):
        return format_date(self.env, day)

    def _tell_note(self):
        """What holds for all of it, in words."""
        env = self.env
        if self.simulated:
            return env._("Only simulated: nothing was done.")
        if self.state == BACKLOG:
            return env._(
                "It matched before the workflow went live, and was left alone."
            )
        if self.state == PAUSED and self.paused_until:
            return env._(
                "It goes on by itself on %(day)s.",
                day=self._tell_day(self.paused_until),
            )
        if self.state == PAUSED:
            return env._("It goes on when somebody lets it.")
        if self.state in MOVING and self.workflow_id.mode == SUSPENDED:
            return env._("The workflow is paused: what comes waits until it goes on.")
        if self.state in MOVING and self.workflow_id.mode not in ACTING:
            return env._("The workflow is not live any more: nothing more comes.")
        return ""

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _tell_steps(self, events, held):
        """Its steps in order, after those that are gone.

        :param held: why the next one does not come though it is due, in words.
        """
        steps = self.workflow_id.step_ids
        by_step = events.grouped("step_id")
        # A step of which only its name is left, as the workflow has changed since.
        gone = events.filtered(lambda event: event.step_id not in steps)
        told = [self._tell_event(event, event.step_id) for event in gone]
        reached = self.step_id not in steps
        for step in steps:
            reached = reached or step == self.step_id
            happened = by_step.get(step)
            if happened:
                told.append(self._tell_event(happened[-1], step))
            else:
                told.append(self._tell_coming(step, reached, held))
        return told

    def _make_step(self, key, step, status, label, **values):
        return {
            "key": key,
            "kind": step.kind or "",
            "name": step.summary or "",
            "status": status,
            "label": label,
            "when": "",
            "person": "",
            "detail": "",
            **values,
        }

    def _tell_event(self, event, step):
        env, activity = self.env, event.activity_id
        is_open = event.state == "planned" and activity.active
        status, label = {
            "carried_out": (DONE, env._("Done")),
            "finished": (DONE, env._("Done")),
            "skipped": (LEFT_OUT, env._("Left out")),
            "cancelled": (STOPPED, env._("Cancelled")),
            "simulated": (SIMULATED, env._("Would be done")),
        }.get(event.state, (DONE, env._("Done")))
        detail = event.detail or ""
        person = event.user_id.name or ""
        if is_open:
            status, label = (
                OPEN,
                env._(
                    "Planned, open until %(day)s",
                    day=self._tell_day(activity.date_deadline),
                ),
            )
            person = activity.user_id.name or ""
        elif event.state == "planned" and not activity:
            # It is noted with the next run.
            status, label = STOPPED, env._("Cancelled")
        if event.stands_in_for_id:
            stands_in = env._("In the place of %s", event.stands_in_for_id.name)
            detail = "\n".join(filter(None, [detail, stands_in]))
        return self._make_step(
            f"event_{event.id}",
            step,
            status,
            label,
            name=event.step_name or step.summary or "",
            when=self._tell_moment(event.date),
            person=person,
            detail=detail,
        )

    def _tell_coming(self, step, reached, held):
        """A step that has not been carried out.

        :param reached: whether it is the next one, or comes after it.
        :param held: see :meth:`_tell_steps`.
        """
        env, key = self.env, f"step_{step.id}"
        if self.simulated:
            return self._make_step(key, step, SIMULATED, env._("Would be done"))
        if self.state in ("done", CANCELLED, BACKLOG):
            return self._make_step(key, step, STOPPED, env._("Not done"))
        if not reached:
            return self._make_step(
                key,
                step,
                STOPPED,
                env._("Not done"),
                detail=env._("It came to the workflow when this was further on."),
            )
        if step != self.step_id:
            return self._make_step(key, step, COMES, step._tell_coming())
        if self.state == QUARANTINED:
            return self._make_step(
                key,
                step,
                FAILED,
                env._("Could not be done"),
                detail="\n".join(filter(None, [self.error, self.advice])),
            )
        return self._tell_next(key, step, held)

    def _tell_next(self, key, step, held):
        env, now = self.env, fields.Datetime.now()
        if self.state == PAUSED:
            return self._make_step(key, step, COMES, env._("Waits: it is paused"))
        if not self.next_date:
            return self._make_step(key, step, COMES, env._("Nothing more by itself"))
        when = self._tell_moment(self.next_date)
        person = self.user_id.name or ""
        if self.next_date > now:
            label = env._("Comes on %(moment)s", moment=when)
            return self._make_step(key, step, COMES, label, person=person)
        if held or (step.kind in ASKING and not self.limit_lifted):
            label = (
                env._("Due, held up") if held else env._("Due, waiting for its turn")
            )
            detail = held or env._(
                "A person gets only so many on one day, the most valuable first."
            )
            return self._make_step(key, step, TURN, label, person=person, detail=detail)
        label = env._("Due: it comes within the next minutes")
        return self._make_step(key, step, COMES, label, person=person)
