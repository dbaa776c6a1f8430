from odoo import models


class UtmMedium(models.Model):
    _name = "utm.medium"
    _inherit = ["utm.medium", "playbook.option.usage.mixin"]

    _playbook_field = "medium_id"
