from odoo import fields, models


class PlaybookBuyingRole(models.Model):
    """What a person has to say when their company buys; several may be true."""

    _name = "playbook.buying.role"
    _description = "Buying role"
    _inherit = ["playbook.segmentation.option.mixin"]

    _playbook_field = "buying_role_ids"

    color = fields.Integer(string="Colour")
    description = fields.Char(
        translate=True, help="How to recognise it, in one sentence."
    )
