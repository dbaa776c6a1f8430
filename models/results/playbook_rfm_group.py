from odoo import models


class PlaybookRfmGroup(models.Model):
    _name = "playbook.rfm.group"
    _inherit = ["playbook.rfm.group", "playbook.figure.part.mixin"]

    _measured_as = "rfm_group_id"
