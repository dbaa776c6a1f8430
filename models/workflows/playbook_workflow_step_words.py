"""What a step does, in words, and on which day of the follow-up."""

from odoo import api, fields, models

from .playbook_workflow import INACTIVE, STALE, UNANSWERED
from .playbook_workflow_step import (
    ACTIVITY,
    ESCALATE,
    FIELD,
    LOSE,
    MAIL,
    NOTIFY,
    REASSIGN,
    SERVER,
)

# What these are triggered by has been so for some days when the first step comes.
WAITING_FIRST = (STALE, UNANSWERED, INACTIVE)


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    in_words = fields.Char(
        string="What it does",
        compute="_compute_in_words",
        help="In words, the moment apart.",
    )
    # Without what the card says above it.
    in_short = fields.Char(string="Does what for whom", compute="_compute_in_words")
    moment = fields.Char(
        string="On",
        compute="_compute_moment",
        help="Counted from what it happens upon, if every step comes in time.",
    )
    is_for_some = fields.Boolean(
        string="Has a condition of its own", compute="_compute_is_for_some"
    )

    @api.depends_context("lang")
    @api.depends(
        *("kind", "summary", "assign_to", "assign_user_id.name"),
        *("notify_profile_ids.name", "set_field", "set_value"),
        *("asks_for", "lost_reason_id.name", "mail_mode", "template_id.name"),
    )
    def _compute_in_words(self):
        for step in self:
            step.in_words = step._tell_kind()
            step.in_short = step._tell_short()

    @api.depends("domain")
    def _compute_is_for_some(self):
        for step in self:
            step.is_for_some = bool((step.domain or "").strip("[]() \n"))

    def _tell_kind(self):
        """What this kind of step does; modules with more kinds extend this."""
        name, person = self.summary or "…", self._tell_person()
        env = self.env
        return {
            ACTIVITY: env._("plan “%(step)s” for %(person)s", step=name, person=person),
            NOTIFY: env._("notify %(person)s: “%(step)s”", step=name, person=person),
            ESCALATE: env._("escalate “%(step)s” to the team leader", step=name),
            REASSIGN: env._("give it to %(person)s", person=person),
            FIELD: self._tell_field(),
            MAIL: self._tell_mail(),
            LOSE: self._tell_lose(),
            SERVER: env._("run the server action of “%(step)s”", step=name),
        }.get(self.kind, name)

    def _tell_short(self):
        """The same without its summary, beginning a line."""
        person, env = self._tell_person(), self.env
        if self.kind == FIELD:
            words = self._tell_field()
            return words[:1].upper() + words[1:]
        if self.kind in (MAIL, LOSE):
            return self._tell_mail_short() if self.kind == MAIL else self._tell_lost()
        return {
            ACTIVITY: env._("Activity for %(person)s", person=person),
            NOTIFY: env._("Notification for %(person)s", person=person),
            ESCALATE: env._("Activity for the team leader"),
            REASSIGN: env._("Given to %(person)s", person=person),
        }.get(self.kind) or dict(self._fields["kind"]._description_selection(env)).get(
            self.kind, ""
        )

    def _tell_field(self):
        """What is set to what."""
        if not self.set_field:
            return self.env._("set a field")
        return self.env._(
            "set %(field)s to “%(value)s”",
            field=self._get_set_label(),
            value=self.set_value or "…",
        )

    def _tell_person(self):
        """For whom, as part of a sentence."""
        env = self.env
        if self.assign_to == "user" and self.assign_user_id:
            return self.assign_user_id.name
        if self.assign_to == "profiles":
            return env._(
                "everybody of %(profiles)s",
                profiles=", ".join(self.notify_profile_ids.mapped("name")) or "…",
            )
        return {
            "person": env._("whoever looks after it"),
            "leader": env._("the team leader"),
            "responsible": env._("who answers for the workflow"),
        }.get(self.assign_to, "…")

    def _tell(self, *, first):
        """The step with its moment, as part of a sentence.

        :param first: whether nothing comes before it.
        """
        env, words = self.env, self.in_words
        if self.is_for_some:
            words = env._(
                "%(does)s, for some of them only (see its condition)", does=words
            )
        if not self.delay:
            if not first:
                return self._tell_right_after(words)
            if self.workflow_id.trigger in WAITING_FIRST:
                # The sentence has begun with how long that is.
                return words
            return env._("at once, %(does)s", does=words)
        told = {"time": self._tell_delay(), "does": words}
        if self.condition == "logged" and not first:
            return env._(
                "%(time)s later, once what was asked before is done and reported, "
                "%(does)s",
                **told,
            )
        if self.condition == "open" and not first:
            return env._("%(time)s later, as long as it is not done, %(does)s", **told)
        if self.condition == "done" and not first:
            return env._(
                "%(time)s later, if what was asked before is done, %(does)s", **told
            )
        return env._("%(time)s later, %(does)s", **told)

    def _tell_right_after(self, words):
        env = self.env
        if self.condition == "logged":
            return env._(
                "once what was asked before is done and reported, %(does)s", does=words
            )
        if self.condition == "open":
            return env._(
                "right after, as long as that is not done, %(does)s", does=words
            )
        if self.condition == "done":
            return env._(
                "right after, if what was asked before is done, %(does)s", does=words
            )
        return env._("right after, %(does)s", does=words)

    def _tell_delay(self):
        env, count = self.env, self.delay
        if count == 1:
            return {
                "hours": env._("1 hour"),
                "working": env._("1 working day"),
            }.get(self.delay_unit, env._("1 day"))
        return {
            "hours": env._("%(count)s hours", count=count),
            "working": env._("%(count)s working days", count=count),
        }.get(self.delay_unit, env._("%(count)s days", count=count))

    # ------------------------------------------------------------------
    # The timeline
    # ------------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends(
        "sequence",
        *("workflow_id.count_days", "workflow_id.delay_days", "workflow_id.trigger"),
        "workflow_id.step_ids.delay",
        "workflow_id.step_ids.delay_unit",
        "workflow_id.step_ids.sequence",
    )
    def _compute_moment(self):
        for workflow, steps in self.grouped("workflow_id").items():
            spent = dict.fromkeys(("hours", "days", "working"), 0)
            if workflow.trigger in WAITING_FIRST:
                unit = "working" if workflow.count_days == "working" else "days"
                spent[unit] = workflow.delay_days
            for step, total in steps._add_up(workflow, spent):
                # To give the others theirs too would be to change them.
                if step in steps:
                    step.moment = self._tell_moment(**total)

    def _get_moment_since_taken(self):
        """As ``moment``, counted from when the record is taken up."""
        spent = dict.fromkeys(("hours", "days", "working"), 0)
        totals = dict(self._add_up(self.workflow_id, spent))
        return self._tell_moment(**totals[self])

    def _add_up(self, workflow, spent):
        """Each step of ``workflow``, with how long after ``spent`` it comes."""
        every = (workflow.step_ids | self).sorted(
            lambda step: (step.sequence, step._origin.id)
        )
        for step in every:
            unit = step.delay_unit or "days"
            spent = {**spent, unit: spent[unit] + max(step.delay, 0)}
            yield step, spent

    @api.model
    def _tell_moment(self, hours, days, working):
        """When it is so many hours, days and working days after the beginning."""
        if not (hours or days or working):
            return self.env._("At once")
        if not (days or working) and hours < 24:
            return self.env._("After %(hours)s h", hours=hours)
        if working:
            # Days off come in between: how many, nobody knows beforehand.
            return self.env._("Day %(day)s or later", day=days + working + hours // 24)
        return self.env._("Day %(day)s", day=days + hours // 24)
