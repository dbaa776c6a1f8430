"""The steps of a follow-up in words: what happened, what comes, and for whom."""

from odoo import SUPERUSER_ID, fields, models

from .panel_dates import tell_day, tell_moment
from .playbook_enrollment import BACKLOG, CANCELLED, PAUSED, QUARANTINED, SIMULATED
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

    def _tell_steps(self, events, told):
        """Its steps in order, after those that are gone.

        :param told: what is known of it: ``held``, why the next one does not come
            though it is due, in words; ``leader``, who leads the team; ``retry``,
            whether this user may have it tried again; ``mails``, its e-mails, and
            ``decides``, whether this user may say what becomes of them.
        """
        steps = self.workflow_id.step_ids
        by_step = events.grouped("step_id")
        # A step of which only its name is left, as the workflow has changed since.
        gone = events.filtered(lambda event: event.step_id not in steps)
        lines = [self._tell_event(event, event.step_id, told) for event in gone]
        reached = self.step_id not in steps
        for step in steps:
            reached = reached or step == self.step_id
            happened = by_step.get(step)
            if happened:
                lines.append(self._tell_event(happened[-1], step, told))
            else:
                lines.append(self._tell_coming(step, reached, told))
        return lines

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
            "mail": False,
            "is_coming": False,
            "mail_may": [],
            **values,
        }

    # ------------------------------------------------------------------
    # What happened
    # ------------------------------------------------------------------

    def _tell_event(self, event, step, told):
        mail = told["mails"].get((event.step_id.id, event.occurrence))
        if mail and event.state != "skipped":
            return self._tell_mail_step(event, step, mail, told["decides"])
        env, activity = self.env, event.activity_id
        status, label = self._get_event_words(event)
        person, when = event.user_id.name or "", tell_moment(env, event.date)
        if status == OPEN:
            person = activity.user_id.name or ""
        if event.state == "skipped":
            # What the engine leaves out is nobody's doing.
            author = event.create_uid
            person = author.name if author.id != SUPERUSER_ID else ""
        elif activity or event.state in ("planned", "finished", "cancelled"):
            # When it was done stands with the activity.
            when = env._("planned on %(moment)s", moment=when)
        detail = event.detail or ""
        if event.stands_in_for_id:
            stands_in = env._("In the place of %s", event.stands_in_for_id.name)
            detail = "\n".join(filter(None, [detail, stands_in]))
        return self._make_step(
            f"event_{event.id}",
            step,
            status,
            label,
            name=event.step_name or step.summary or "",
            when=when,
            person=person,
            detail=detail,
        )

    def _get_event_words(self, event):
        """:return: how it is shown, and what is said."""
        env, activity = self.env, event.activity_id
        if event.state == "planned" and activity.active:
            day = tell_day(env, activity.date_deadline)
            return OPEN, env._("Planned, open until %(day)s", day=day)
        if event.state == "planned" and not activity:
            # It is noted with the next run.
            return STOPPED, env._("Cancelled")
        return {
            "skipped": (LEFT_OUT, env._("Left out")),
            "cancelled": (STOPPED, env._("Cancelled")),
            "simulated": (SIMULATED, env._("Would be done")),
        }.get(event.state, (DONE, env._("Done")))

    # ------------------------------------------------------------------
    # What comes
    # ------------------------------------------------------------------

    def _tell_coming(self, step, reached, told):
        """A step that has not been carried out.

        :param reached: whether it is the next one, or comes after it.
        :param told: see :meth:`_tell_steps`.
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
        if step == self.step_id and self.state == QUARANTINED:
            return self._make_step(
                key,
                step,
                FAILED,
                env._("Could not be done"),
                detail="\n".join(
                    filter(None, [self.error, self._tell_advice(told["retry"])])
                ),
            )
        status, label, detail = COMES, step._tell_coming(), ""
        if step == self.step_id:
            status, label, detail = self._tell_next(step, told["held"])
        return self._make_step(
            key,
            step,
            status,
            label,
            person=step._tell_whom(self.user_id, told["leader"]),
            detail="\n".join(filter(None, [detail, step._tell_conditions()])),
        )

    def _tell_next(self, step, held):
        """:return: how the next step is shown, when it comes, and why not yet."""
        env = self.env
        if self.state == PAUSED:
            return COMES, env._("Waits: it is paused"), ""
        if not self.next_date:
            return COMES, env._("Nothing more by itself"), ""
        if self.next_date > fields.Datetime.now():
            moment = tell_moment(env, self.next_date)
            # Why it had to wait, where something has held it back.
            why = self.held_reason or ""
            return COMES, env._("Comes on %(moment)s", moment=moment), why
        if held:
            return TURN, env._("Due, held up"), held
        if step.kind in ASKING and not self.limit_lifted:
            detail = env._(
                "A person gets only so many on one day, the most valuable first."
            )
            return TURN, env._("Due, waiting for its turn"), detail
        return COMES, env._("Due: it comes within the next minutes"), ""

    def _find_leaders(self):
        """Who leads the team of each record, and works here: users, by id of these."""
        keepers = self.partner_id.user_id
        members = self.env["crm.team.member"].browse()
        if keepers:
            # A customer is of the team in which their salesperson is, or was last.
            members = members.with_context(active_test=False).search(
                [("user_id", "in", keepers.ids)], order="active, id"
            )
        team_of = {member.user_id: member.crm_team_id for member in members}
        nobody = self.env["res.users"]
        leaders = {}
        for row in self:
            document = row.lead_id or row.order_id
            team = document.team_id if document else team_of.get(row.partner_id.user_id)
            leaders[row.id] = team.user_id.filtered("active") if team else nobody
        return leaders
