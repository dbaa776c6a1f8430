from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "playbook.planned.mixin"]

    # For conditions of workflows: whose information is not complete.
    playbook_point_ids = fields.One2many(
        "playbook.finding",
        "partner_id",
        string="Points to fix",
        exportable=False,
        groups="base.group_user",
    )
