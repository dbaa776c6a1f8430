from odoo import models


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def action_start_pilot(self):
        return self._open_start("pilot")

    def action_pause(self):
        self.write({"mode": "paused"})

    def action_resume(self):
        self.write({"mode": "live"})
