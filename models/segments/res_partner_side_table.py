from odoo import models


class ResPartner(models.Model):
    """Takes in the fields over side tables, which this room and later ones declare."""

    _name = "res.partner"
    _inherit = ["res.partner", "playbook.side.table.mixin"]
