from odoo import models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "playbook.figure.part.mixin"]

    _measured_as = "user_id"
