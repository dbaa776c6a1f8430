"""What a person may do about a follow-up: pause it, go on, stop it, skip a step."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .playbook_enrollment import (
    BACKLOG,
    MOVING,
    PAUSED,
    QUARANTINED,
    RUNNING,
    WAITING,
)
from .playbook_workflow_step_run import Done
from .targets import COLUMNS

PAUSE = "pause"
GO_ON = "go_on"
STOP = "stop"
SKIP = "skip"
# In which states what may be done.
FITTING = {
    PAUSE: MOVING,
    GO_ON: (PAUSED,),
    STOP: (*MOVING, PAUSED, QUARANTINED, BACKLOG),
    SKIP: (*MOVING, QUARANTINED),
}


class PlaybookEnrollment(models.Model):
    """A person's hand on it: the only way in which anybody but the engine writes one.

    Nobody may write enrollments; who may steer one is asked here, and then it is
    written with a reason that stands on the record too.
    """

    _inherit = "playbook.enrollment"

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_pause(self):
        """Ask why these should be paused, and until when."""
        return self._open_change(PAUSE)

    def action_go_on(self):
        """Ask why these should go on."""
        return self._open_change(GO_ON)

    def action_stop(self):
        """Ask why these should be stopped for good."""
        return self._open_change(STOP)

    def action_skip(self):
        """Ask why the next step of these should be left out."""
        return self._open_change(SKIP)

    def _open_change(self, what):
        self._check_may_steer()
        self._check_any_fits(what)
        Change = self.env["playbook.enrollment.change"]
        change = Change.create(
            {"steering": what, "enrollment_ids": [fields.Command.set(self.ids)]}
        )
        titles = dict(Change._fields["steering"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[what],
            "res_model": Change._name,
            "res_id": change.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _filter_steerable(self):
        """Those that this user may pause, stop and so on.

        Who may write the record may, who may write the workflow, and who answers for
        it; all of them work by the playbook and read the record.
        """
        if self.env.su:
            return self
        if not self.env.user.has_group("crm_playbook.group_user"):
            return self.browse()
        readable = self._filtered_access("read")
        # What these belong to is asked for past the rules; what counts is asked next.
        rows_sudo = readable.sudo()
        workflows_sudo = rows_sudo.workflow_id
        allowed = workflows_sudo.with_env(self.env)._filtered_access("write")
        allowed |= workflows_sudo.filtered(
            lambda workflow: workflow.responsible_id == self.env.user
        ).with_env(self.env)
        writable = {
            name: rows_sudo[name].with_env(self.env)._filtered_access("write")
            for name in COLUMNS
        }
        steerable = rows_sudo.filtered(
            lambda row: row.workflow_id in allowed
            or any(row[name] and row[name] in writable[name] for name in COLUMNS)
        )
        return steerable.with_env(self.env)

    def _check_may_steer(self):
        self.check_access("read")
        refused = self - self._filter_steerable()
        if refused:
            # They may be read: it was asked above.
            row_sudo = refused[0].sudo()
            raise AccessError(
                self.env._(
                    "You may not change how “%(workflow)s” follows up “%(record)s”: "
                    "that is for who may change the record or the workflow, and for "
                    "who answers for the workflow. Ask one of them.",
                    workflow=row_sudo.workflow_id.name,
                    record=row_sudo._get_document().display_name,
                )
            )

    # ------------------------------------------------------------------
    # Doing it
    # ------------------------------------------------------------------

    def _change(self, what, reason, until=None):
        """Pause, go on, stop or skip the next step: what fits of these.

        :param what: a key of :data:`FITTING`.
        :param reason: why, in words.
        :param until: the day on which what is paused goes on by itself.
        :return: those that were changed.
        """
        if not self:
            raise UserError(
                self.env._(
                    "There is nothing left to change: it is gone, or you may not read "
                    "it any more."
                )
            )
        self._check_may_steer()
        reason = self._check_change(what, reason, until)
        # Nobody may write enrollments; that this person may steer them is checked.
        rows_sudo = self.sudo()._lock_for_change()
        fitting = rows_sudo.filtered(lambda row: row._fits(what))
        fitting._check_any_fits(what, rows_sudo)
        steps = {row.id: row.step_id for row in fitting}
        getattr(fitting, f"_do_{what}")(reason, until)
        fitting._log_change(what, reason, until, steps)
        return fitting.with_env(self.env)

    def _fits(self, what):
        """Whether this can be done to it in its state."""
        if self.simulated or self.state not in FITTING[what]:
            return False
        return what != SKIP or bool(self.step_id)

    def _check_any_fits(self, what, rows=None):
        """At least one of these is in a state in which it can be done.

        :param rows: all that were asked for, where ``self`` are those that fit.
        """
        # Their state is no secret to who reads them, and that is checked.
        asked_sudo = (self if rows is None else rows).sudo()
        if any(row._fits(what) for row in asked_sudo):
            return
        states = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "That cannot be done to what is in this state: %(states)s. Somebody, "
                "or the workflow, was faster: look at it again.",
                states=", ".join(
                    dict.fromkeys(states[row.state] for row in asked_sudo)
                ),
            )
        )

    def _check_change(self, what, reason, until):
        """:return: the reason, without blanks around it."""
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why in a few words: others read it later."))
        if until and what == PAUSE and until <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "It should go on by itself on %(day)s, and that day has come. "
                    "Choose a later one, or none: then it is paused until somebody "
                    "lets it go on.",
                    day=format_date(self.env, until),
                )
            )
        return reason

    def _lock_for_change(self):
        """These, with nothing of the engine's between what is read and written."""
        locked = self.try_lock_for_update()
        if locked != self:
            row = (self - locked)[0]
            raise UserError(
                self.env._(
                    "“%(workflow)s” is busy with “%(record)s” at this moment. Nothing "
                    "was changed: try again in a minute.",
                    workflow=row.workflow_id.name,
                    record=row._get_document().display_name,
                )
            )
        self.invalidate_recordset()
        return self

    def _do_pause(self, reason, until):
        self.write({"state": PAUSED, "reason": reason, "paused_until": until})

    def _do_go_on(self, reason, until):
        now = fields.Datetime.now()
        begun = self.filtered("date_taken")
        values = {"reason": False, "paused_until": False}
        begun.write({"state": RUNNING, **values})
        (self - begun).write({"state": WAITING, **values})
        late = self.filtered(lambda row: row.next_date and row.next_date < now)
        late.write({"next_date": now})

    def _do_stop(self, reason, until):
        for workflow, rows in self.grouped("workflow_id").items():
            claimed = [
                {
                    "enrollment_id": row.id,
                    "record_id": row._get_document().id,
                    "why": "person",
                }
                for row in rows
            ]
            # What is written on the record says who stopped it: see _log_change.
            workflow._cancel(claimed, told=False, reason=reason)
        self.write({"paused_until": False})

    def _do_skip(self, reason, until):
        self.env.flush_all()
        for step, rows in self.grouped("step_id").items():
            done = {row.id: Done(detail=reason) for row in rows}
            places = [row._get_place() for row in rows]
            step.workflow_id._write_down(step, places, done, skipped=True)
        self.invalidate_model()
        self.env["playbook.workflow.event"].invalidate_model()
        self.write({"reason": reason})

    def _get_place(self):
        """The row of the engine's that stands for it: see ``_write_down``."""
        self.ensure_one()
        return {
            **{name: self[name].id or None for name in COLUMNS},
            "enrollment_id": self.id,
            "occurrence": self.occurrence,
            "user_id": self.user_id.id or None,
            "stands_in_for_id": None,
            "person_id": self.user_id.id or None,
            "company_id": self.company_id.id or None,
        }
