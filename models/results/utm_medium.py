from odoo import models


class UtmMedium(models.Model):
    _name = "utm.medium"
    _inherit = ["utm.medium", "playbook.figure.part.mixin"]

    _measured_as = "medium_id"
