from odoo import api, models

from .run_sql import taken_from


class ResUsers(models.Model):
    """What the workflows ask of people counts against their daily limit."""

    _inherit = "res.users"

    @api.model
    def _get_automatic_sources(self, since):
        return [*super()._get_automatic_sources(since), taken_from(None, since)]
