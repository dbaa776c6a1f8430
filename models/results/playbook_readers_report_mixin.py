from odoo import api, fields, models

from .readable_sql import forget_what_others_read


class PlaybookReadersReportMixin(models.AbstractModel):
    """A report on people's work, whose figures are of what its reader may read."""

    _name = "playbook.readers.report.mixin"
    _description = "Report of what its reader may read"

    user_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    team_id = fields.Many2one(
        "crm.team", string="Sales team", readonly=True, ondelete="set null"
    )

    @api.model
    def _search(self, domain, *args, **kwargs):
        forget_what_others_read(self)
        return super()._search(domain, *args, **kwargs)
