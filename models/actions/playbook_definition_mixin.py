from odoo import api, models


class PlaybookDefinitionMixin(models.AbstractModel):
    """What is asked where: needed with every list of activities, and so cached."""

    _name = "playbook.definition.mixin"
    _description = "Definition that is cached"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
