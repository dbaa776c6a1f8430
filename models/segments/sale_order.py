from odoo import models

TELLING = {"company_id", "opportunity_id", "partner_id", "state"}


class SaleOrder(models.Model):
    """Quotations and orders tell what a customer is interested in."""

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if not TELLING.isdisjoint(vals):
            self.env["playbook.interest"]._tell(order_ids=self.ids)
        return result
