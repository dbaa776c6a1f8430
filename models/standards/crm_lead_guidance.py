from odoo import models

from .playbook_procedure import ENTERED, LEAD, LEFT, LOST, WON


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.guidance.mixin"]

    def _get_guiding(self):
        stage = self.stage_id
        if self.won_status == LOST:
            return [(self.env._("Lost"), self._get_guided(LOST))]
        if self.won_status == WON:
            return [(self.env._("Won"), self._get_guided(WON))]
        if self.type == "lead":
            return [(self.env._("When it comes in"), self._get_guided(LEAD))]
        received = self._get_guided(LEAD) if self._filter_received() else []
        guiding = [
            (self.env._("When it comes in"), received),
            (
                self.env._("In “%(stage)s”", stage=stage.name or ""),
                self._get_guided(ENTERED, stage),
            ),
            (
                self.env._("Before it leaves “%(stage)s”", stage=stage.name or ""),
                self._get_guided(LEFT, stage),
            ),
        ]
        for following in self._get_following():
            words = self.env._("Before “%(stage)s”", stage=following.name)
            guiding.append((words, self._get_guided(ENTERED, following)))
            if following.is_won:
                guiding.append((words, self._get_guided(WON)))
        return guiding

    def _get_following(self):
        """Where it goes from here."""
        return self.stage_id._find_following(self.team_id)

    def _get_guidance_stage(self):
        if self.type != "opportunity" or not self.stage_id.requirements:
            return False
        return {"name": self.stage_id.name, "text": self.stage_id.requirements}

    def _get_guidance_title(self):
        following = self._get_following()
        if self.won_status != "pending" or self.type == "lead" or len(following) != 1:
            return super()._get_guidance_title()
        return self.env._("To go on to “%(stage)s”", stage=following.name)
