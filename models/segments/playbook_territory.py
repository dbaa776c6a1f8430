from odoo import models


class PlaybookTerritory(models.Model):
    _name = "playbook.territory"
    _description = "Territory"
    _inherit = ["playbook.segmentation.option.mixin"]

    _playbook_field = "territory_id"
