from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """Whom the company sells to, and what that would switch."""

    _inherit = "res.config.settings"

    playbook_sells_to = fields.Selection(
        related="company_id.playbook_sells_to", readonly=False
    )
    playbook_sells_to_preview = fields.Text(
        string="What it switches", compute="_compute_playbook_sells_to_preview"
    )

    @api.depends("playbook_sells_to")
    def _compute_playbook_sells_to_preview(self):
        for settings in self:
            company = settings.company_id._origin
            sentences = company._preview_sells_to(settings.playbook_sells_to)
            settings.playbook_sells_to_preview = "\n".join(sentences) or False
