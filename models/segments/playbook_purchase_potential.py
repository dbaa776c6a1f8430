from odoo import models


class PlaybookPurchasePotential(models.Model):
    _name = "playbook.purchase.potential"
    _description = "Purchase potential"
    _inherit = ["playbook.segmentation.option.mixin"]

    _playbook_field = "purchase_potential_id"
