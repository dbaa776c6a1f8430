from odoo import models


class CrmLostReason(models.Model):
    _inherit = "crm.lost.reason"

    def _compute_leads_count(self):
        """No figures of leads for who does not read leads, instead of an error."""
        if self.env["crm.lead"].has_access("read"):
            return super()._compute_leads_count()
        self.leads_count = 0
        return None
