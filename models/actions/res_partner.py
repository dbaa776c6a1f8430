from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    playbook_may_log = fields.Boolean(
        compute="_compute_playbook_may_log",
        compute_sudo=False,
        exportable=False,
        groups="base.group_user",
    )

    @api.depends_context("uid")
    def _compute_playbook_may_log(self):
        """Who may write on a customer may log what was done with them."""
        writable = self._filtered_access("write")
        for partner in self:
            partner.playbook_may_log = partner in writable

    def action_playbook_log(self):
        """Open the dialog in which a contact that nobody planned is logged."""
        self.ensure_one()
        return self.env["playbook.action.log"]._open_log(partner_id=self.id)
