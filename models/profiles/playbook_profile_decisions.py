from odoo import models


class PlaybookProfile(models.Model):
    """No decision is left without anybody who decides it."""

    _inherit = "playbook.profile"

    def write(self, vals):
        decided = self.decision_type_ids
        result = super().write(vals)
        if not {"active", "decision_type_ids"}.isdisjoint(vals):
            decided._check_has_deciders()
        return result
