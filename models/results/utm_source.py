from odoo import models


class UtmSource(models.Model):
    _name = "utm.source"
    _inherit = ["utm.source", "playbook.figure.part.mixin"]

    _measured_as = "source_id"
