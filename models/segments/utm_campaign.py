from odoo import models


class UtmCampaign(models.Model):
    _name = "utm.campaign"
    _inherit = ["utm.campaign", "playbook.option.usage.mixin"]

    _playbook_field = "campaign_id"
