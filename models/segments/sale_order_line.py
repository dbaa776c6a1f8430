from odoo import api, models

TELLING = {"display_type", "order_id", "product_id"}


class SaleOrderLine(models.Model):
    """Lines tell what a customer is interested in: see :class:`SaleOrder`."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["playbook.interest"]._tell(order_ids=lines.order_id.ids)
        return lines

    def write(self, vals):
        if not TELLING.isdisjoint(vals):
            self.order_id._tell_gone()
        result = super().write(vals)
        if not TELLING.isdisjoint(vals):
            self.env["playbook.interest"]._tell(order_ids=self.order_id.ids)
        return result

    def unlink(self):
        self.order_id._tell_gone()
        return super().unlink()
