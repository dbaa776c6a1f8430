from odoo import models

from odoo.addons.crm_playbook.models.standards.crm_lead_gate import (
    CONVERTING,
    CONVERTING_KEY,
)


class CrmLead2opportunityPartner(models.TransientModel):
    _inherit = "crm.lead2opportunity.partner"

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        """Odoo converts one by one; what is missing is asked for once, of all."""
        raw = leads.filtered(lambda lead: lead.type == "lead")
        together = leads.with_context(**{CONVERTING_KEY: CONVERTING})
        result = super()._convert_and_allocate(together, user_ids, team_id=team_id)
        # Who gave them away with it, may not read them any more.
        converted = raw.sudo().filtered(lambda lead: lead.type == "opportunity")
        converted.with_env(self.env)._check_converted()
        return result
