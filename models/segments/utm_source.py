from odoo import fields, models


class UtmSource(models.Model):
    _name = "utm.source"
    _inherit = ["utm.source", "playbook.option.usage.mixin"]

    _playbook_field = "source_id"

    active = fields.Boolean(
        default=True,
        help="An archived source is offered no longer; what carries it keeps it.",
    )
