from odoo import models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.load.key.owner"]

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self._move_load_keys(self.id, opportunities.ids)
        return result
