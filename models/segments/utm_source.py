from odoo import fields, models


class UtmSource(models.Model):
    _inherit = "utm.source"

    active = fields.Boolean(
        default=True,
        help="An archived source is offered no longer; what carries it keeps it.",
    )
