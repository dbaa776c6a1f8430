from odoo import api, models


class UtmMixin(models.AbstractModel):
    _inherit = "utm.mixin"

    @api.model
    def _get_unique_names(self, model_name, names):
        """Archived sources have their names still, and the database insists."""
        everything = self.with_context(active_test=False)
        return super(UtmMixin, everything)._get_unique_names(model_name, names)

    def _find_or_create_record(self, model_name, name):
        """Old links name merged options: they lead to the one that was kept."""
        record = super()._find_or_create_record(model_name, name)
        # What became of an option is no secret to whoever follows a link.
        return self.env["playbook.option.merge"].sudo()._follow(record)
