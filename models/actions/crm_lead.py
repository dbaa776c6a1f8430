from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self.env["playbook.action"]._move_to(self, opportunities)
        return result

    def action_playbook_log(self):
        """Open the dialog in which a contact that nobody planned is logged."""
        self.ensure_one()
        return self.env["playbook.action.log"]._open_log(lead_id=self.id)
