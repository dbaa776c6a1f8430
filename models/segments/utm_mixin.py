from odoo import api, models


class UtmMixin(models.AbstractModel):
    _inherit = "utm.mixin"

    @api.model
    def _get_unique_names(self, model_name, names):
        """Archived sources have their names still, and the database insists."""
        everything = self.with_context(active_test=False)
        return super(UtmMixin, everything)._get_unique_names(model_name, names)
