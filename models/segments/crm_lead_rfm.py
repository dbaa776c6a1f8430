from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    rfm_group_id = fields.Many2one(
        related="partner_id.rfm_group_id",
        string="RFM group of the customer",
        groups="base.group_user",
    )
