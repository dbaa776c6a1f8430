from odoo import models


class UtmCampaign(models.Model):
    _name = "utm.campaign"
    _inherit = ["utm.campaign", "playbook.figure.part.mixin"]

    _measured_as = "campaign_id"
