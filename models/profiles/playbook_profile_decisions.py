from odoo import api, models


class PlaybookProfile(models.Model):
    """No decision is left without anybody who decides it."""

    _inherit = "playbook.profile"

    def write(self, vals):
        decided = self.decision_type_ids
        result = super().write(vals)
        if not {"active", "decision_type_ids"}.isdisjoint(vals):
            decided._check_has_deciders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sole_decider(self):
        self.decision_type_ids._check_has_deciders(without=self)
