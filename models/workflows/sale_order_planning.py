from odoo import models

from .planning import for_followers, plans


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if message_operation == "create" and plans(self.env):
            return dict.fromkeys(self, "read")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        documents = for_followers(self, partner_ids)
        return super(SaleOrder, documents).message_subscribe(partner_ids, subtype_ids)
