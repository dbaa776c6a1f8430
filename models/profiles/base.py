from odoo import api, models

MODULE = "crm_playbook"


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Hide this addon's fields on models of others from who has no profile.

        Custom filters, groups, exports and imports offer whatever is found here. This
        tidies their screens and protects nothing: the fields can still be read.
        """
        found = super().fields_get(allfields, attributes)
        if (
            self.env.su
            or self._original_module == MODULE
            or self._is_offered_playbook_fields()
        ):
            return found
        return {
            name: description
            for name, description in found.items()
            if set(self._fields[name].base_field._modules) != {MODULE}
        }

    @api.model
    def _is_offered_playbook_fields(self):
        """Whether the current user works by the playbook."""
        return self.env.user.has_group("crm_playbook.group_user")
