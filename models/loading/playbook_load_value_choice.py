from odoo import api, models

from .playbook_load_value import MAP


class PlaybookLoadValue(models.Model):
    _inherit = "playbook.load.value"

    @api.onchange("choice")
    def _onchange_choice(self):
        if self.choice:
            self.treatment = MAP
