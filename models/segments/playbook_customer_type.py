from odoo import models


class PlaybookCustomerType(models.Model):
    _name = "playbook.customer.type"
    _description = "Customer type"
    _inherit = ["playbook.segmentation.option.mixin"]

    _playbook_field = "customer_type_id"
