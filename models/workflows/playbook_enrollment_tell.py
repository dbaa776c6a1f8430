"""A follow-up in words, for who works on the record: what happened, what comes."""

from odoo import SUPERUSER_ID, fields, models

from .panel_dates import tell_day, tell_moment
from .playbook_enrollment import (
    BACKLOG,
    CANCELLED,
    FOLLOWED,
    MOVING,
    PAUSED,
    QUARANTINED,
    WAITING,
)
from .playbook_enrollment_change import FITTING
from .playbook_workflow import ACTING, SUSPENDED

RETRY = "retry"


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    def _tell(self):
        """These in words, in the user's language and time zone.

        :return: a list of dictionaries, one for each, in this order: ``id``,
            ``workflow``, ``state`` and ``state_label``, ``simulated``, ``is_open``
            (whether it is being followed up), ``person``, ``entered``, ``ended``,
            ``ending`` (how it ended, in words), ``reason`` and ``author`` (who gave it,
            and when), ``note``, ``may`` (keys of what the user may do) and ``steps``:
            each with ``key``, ``name``, ``kind``, ``status`` (done, open, left_out,
            failed, comes, turn, stopped, simulated), ``label``, ``when``, ``person``,
            ``detail`` and ``mail``, the id of its e-mail to the customer if there is
            one; ``is_coming``: whether somebody may still say what becomes of that;
            ``mail_may``: what this user may (``send_now``, ``retry``, ``skip``).
        """
        steerable = self._filter_steerable()
        # Whoever reads these may know what their workflows and colleagues are called;
        # and Odoo keeps the activities of others from some.
        rows_sudo = self.sudo()
        writable = rows_sudo.workflow_id.with_env(self.env)._filtered_access("write")
        events = rows_sudo.event_ids.sorted(lambda event: (event.date, event.id))
        # All at once: each event would fetch its own.
        events.activity_id.fetch(["active", "date_deadline", "user_id"])
        by_row = events.grouped("enrollment_id")
        held, leaders = rows_sudo._find_held(), rows_sudo._find_leaders()
        mails = rows_sudo._find_mails()
        told = []
        for row in rows_sudo:
            retry = row.workflow_id.id in writable._ids
            known = {
                "decides": row.id in steerable._ids,
                "held": held.get(row.id),
                "leader": leaders[row.id],
                "mails": mails.get(row.id, {}),
                "retry": retry,
            }
            happened = by_row.get(row, events.browse())
            entry = row._tell_head()
            entry["may"] = row._tell_may(row.id in steerable._ids, retry)
            entry["steps"] = row._tell_steps(happened, known)
            told.append(entry)
        return told

    def _tell_head(self):
        """What holds for all of it: see :meth:`_tell`."""
        env, about = self.env, self._fields
        states = dict(about["state"]._description_selection(env))
        endings = dict(about["ending"]._description_selection(env))
        steered = self.state == PAUSED or self.ending == "person"
        return {
            "id": self.id,
            "workflow": self.workflow_id.name,
            "state": self.state,
            "state_label": states[self.state],
            "simulated": self.simulated,
            "is_open": self.state in FOLLOWED and not self.simulated,
            "person": self.user_id.name or "",
            "entered": tell_moment(env, self.date_entered),
            "ended": tell_moment(env, self.date_ended),
            "ending": endings.get(self.ending, ""),
            # Why a step was left out stands there.
            "reason": self.reason or "" if steered else "",
            "author": self._tell_author() if steered else "",
            "note": self._tell_note(),
        }

    def _tell_author(self):
        """Who paused or stopped it, and when.

        While it is like that, nobody else writes it but the engine.
        """
        env, author = self.env, self.write_uid
        if not author or author.id == SUPERUSER_ID:
            return ""
        stopped = self.ending == "person"
        values = {
            "person": author.name,
            "moment": tell_moment(env, self.date_ended if stopped else self.write_date),
        }
        if stopped:
            return env._("Stopped by %(person)s on %(moment)s", **values)
        return env._("Paused by %(person)s on %(moment)s", **values)

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

    def _tell_may(self, steerable, retry):
        """What fits its state, of what may be done about it.

        :param steerable: whether this user may steer it.
        :param retry: whether this user may have it tried again.
        """
        if self.state == BACKLOG:
            # It does nothing: what to do with a backlog is asked of all of it.
            return []
        may = [what for what in FITTING if steerable and self._fits(what)]
        return [RETRY, *may] if retry and self.state == QUARANTINED else may

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
                day=tell_day(env, self.paused_until),
            )
        if self.state == PAUSED:
            return env._("It goes on when somebody lets it.")
        if self.state in MOVING and self.workflow_id.mode == SUSPENDED:
            return env._("The workflow is paused: what comes waits until it goes on.")
        if self.state in MOVING and self.workflow_id.mode not in ACTING:
            return env._("The workflow is not live any more: nothing more comes.")
        if self.state in ("done", CANCELLED) and self.workflow_id.mode in ACTING:
            return self.workflow_id._tell_reentry()
        return ""
