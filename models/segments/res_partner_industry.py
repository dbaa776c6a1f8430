from odoo import models


class ResPartnerIndustry(models.Model):
    _name = "res.partner.industry"
    _inherit = ["res.partner.industry", "playbook.option.usage.mixin"]

    _playbook_field = "industry_id"
