from odoo import models


class PlaybookSegment(models.Model):
    _name = "playbook.segment"
    _inherit = ["playbook.segment", "playbook.figure.part.mixin"]

    _measured_as = "segment_id"
