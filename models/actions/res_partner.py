from odoo import api, fields, models
from odoo.fields import Domain


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

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        if self.env["playbook.action"].has_access("read"):
            # Also what was done with people who came to the company later.
            domain = Domain("commercial_partner_id", "=", self.id)
            domain |= Domain("partner_id", "in", self._get_360_entities())
            blocks.append(self.env["playbook.action"]._get_timeline(domain))
        return blocks

    def action_playbook_log(self):
        """Open the dialog in which a contact that nobody planned is logged."""
        self.ensure_one()
        return self.env["playbook.action.log"]._open_log(partner_id=self.id)
