from odoo import api, models


class PlaybookOptionMerge(models.Model):
    _inherit = "playbook.option.merge"

    @api.model
    def _move_references(self, kept, merged):
        """Their figures become figures of what is kept."""
        if getattr(kept, "_measured_as", None):
            merged._add_up_figures(kept)
        return super()._move_references(kept, merged)
