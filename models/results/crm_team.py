from odoo import models


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "playbook.figure.part.mixin"]

    _measured_as = "team_id"
