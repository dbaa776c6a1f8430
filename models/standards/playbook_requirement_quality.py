from odoo import api, models


class PlaybookRequirement(models.Model):
    """What is asked for anew is measured soon."""

    _inherit = "playbook.requirement"

    @api.model_create_multi
    def create(self, vals_list):
        requirements = super().create(vals_list)
        requirements.procedure_id._measure_soon()
        return requirements

    def write(self, vals):
        result = super().write(vals)
        self.procedure_id._measure_soon()
        return result

    def unlink(self):
        procedures = self.procedure_id
        result = super().unlink()
        procedures._measure_soon()
        return result
