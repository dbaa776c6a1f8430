from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def unlink(self):
        """Of who is deleted nothing stays in the log but that something was done."""
        self.check_access("unlink")
        self.env["playbook.action"]._erase(self)
        return super().unlink()

    def action_playbook_log(self):
        """Open the dialog in which a contact that nobody planned is logged."""
        self.ensure_one()
        return self.env["playbook.action.log"]._open_log(partner_id=self.id)
