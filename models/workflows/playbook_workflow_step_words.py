"""What a step does, in words, and on which day of the follow-up."""

from odoo import api, fields, models

from .playbook_workflow_step import (
    ACTIVITY,
    ESCALATE,
    FIELD,
    NOTIFY,
    REASSIGN,
    SERVER,
)


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    in_words = fields.Char(
        string="What it does",
        compute="_compute_in_words",
        help="In words, the moment apart.",
    )
    moment = fields.Char(
        string="On",
        compute="_compute_moment",
        help="Counted from when the record is taken up, if every step comes in time.",
    )

    @api.depends_context("lang")
    @api.depends(
        *("kind", "summary", "assign_to", "assign_user_id.name"),
        *("notify_profile_ids.name", "set_field", "set_value"),
    )
    def _compute_in_words(self):
        for step in self:
            step.in_words = step._tell_kind()

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
            SERVER: env._("run the server action of “%(step)s”", step=name),
        }.get(self.kind, name)

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
        words, when_open = self.in_words, self.condition == "open" and not first
        env = self.env
        if not self.delay:
            if first:
                return env._("at once, %(does)s", does=words)
            if when_open:
                return env._(
                    "right after, as long as that is not done, %(does)s", does=words
                )
            return env._("right after, %(does)s", does=words)
        time = self._tell_delay()
        if when_open:
            return env._(
                "%(time)s later, as long as it is not done, %(does)s",
                time=time,
                does=words,
            )
        return env._("%(time)s later, %(does)s", time=time, does=words)

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
        "workflow_id.step_ids.delay",
        "workflow_id.step_ids.delay_unit",
        "workflow_id.step_ids.sequence",
    )
    def _compute_moment(self):
        for workflow, steps in self.grouped("workflow_id").items():
            spent = dict.fromkeys(("hours", "days", "working"), 0)
            every = (workflow.step_ids | steps).sorted(
                lambda step: (step.sequence, step._origin.id)
            )
            for step in every:
                spent[step.delay_unit or "days"] += max(step.delay, 0)
                step.moment = self._tell_moment(**spent)

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
