from odoo import api, models

from .playbook_load_value import MAP


class PlaybookLoadValue(models.Model):
    _inherit = "playbook.load.value"

    @api.onchange("option_value")
    def _onchange_option_value(self):
        if self.option_value:
            self.treatment = MAP
