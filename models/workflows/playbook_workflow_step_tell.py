from odoo import models

from .playbook_workflow_step import ASKING, ESCALATE, MAIL, NOTIFY, REASSIGN


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _tell_coming(self):
        """When it comes, counted from the step before, in words."""
        self.ensure_one()
        if not self.delay:
            return self.env._("Comes with the step before")
        return self.env._(
            "Comes %(time)s after the step before", time=self._tell_delay()
        )

    def _tell_conditions(self):
        """For which it comes at all, in words, where that is not for all."""
        env = self.env
        told = {
            "open": env._("Only if what was asked before is not done."),
            "done": env._("Only if what was asked before is done."),
            "logged": env._(
                "It waits until what was asked before is done and reported."
            ),
        }.get(self.condition, "")
        if (self.domain or "").strip("[]() \n"):
            told = f"{told} {env._('Only for some: those that meet its condition.')}"
        return told.strip()

    def _tell_whom(self, person, leader):
        """For whom it will be, as the engine finds it out; absences apart.

        :param person: the user who looks after the record, or none.
        :param leader: who leads the team of the record, or none.
        """
        responsible = self.workflow_id.responsible_id.filtered("active")
        if self.kind == MAIL:
            return self.env._("the customer")
        if self.kind not in (*ASKING, NOTIFY, REASSIGN):
            return ""
        if self.kind == ESCALATE or self.assign_to == "leader":
            return self._tell_leader(person, leader, responsible)
        if self.kind == NOTIFY and self.assign_to == "profiles":
            return ", ".join(self.notify_profile_ids.mapped("name"))
        chosen = {
            "responsible": responsible or person,
            "user": self.assign_user_id,
        }.get(self.assign_to, person)
        return chosen.name or ""

    def _tell_leader(self, person, leader, responsible):
        """The team leader, or whoever is asked in their place."""
        if leader and (leader != person or self.kind not in ASKING or not responsible):
            return self.env._("%(person)s (team leader)", person=leader.name)
        if self.kind in ASKING and (responsible or person):
            return (responsible or person).name
        return self.env._("the team leader")
