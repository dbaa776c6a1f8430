from odoo import api, models


class CrmLead(models.Model):
    """Leads that come in by e-mail say so: by what workflows recognise them."""

    _inherit = "crm.lead"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """What the alias says of the medium goes before."""
        values = dict(custom_values or {})
        if "medium_id" not in values and "default_medium_id" not in self.env.context:
            medium = self.env["utm.medium"]._fetch_or_create_utm_medium("email")
            values["medium_id"] = medium.id
        return super().message_new(msg_dict, custom_values=values)
