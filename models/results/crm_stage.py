from odoo import models


class CrmStage(models.Model):
    _name = "crm.stage"
    _inherit = ["crm.stage", "playbook.figure.part.mixin"]

    _measured_as = "stage_id"
