from odoo import models


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _tell_coming(self):
        """When it comes, counted from the step before, in words."""
        self.ensure_one()
        env, count = self.env, self.delay
        if not count:
            return env._("Comes with the step before")
        if self.delay_unit == "hours":
            return env._("Comes %(count)s hours after the step before", count=count)
        if self.delay_unit == "working":
            return env._(
                "Comes %(count)s working days after the step before", count=count
            )
        return env._("Comes %(count)s days after the step before", count=count)
