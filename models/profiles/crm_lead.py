from odoo import api, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # Whoever reads a lead may comment on it and plan for it: directing is that. What
    # the lead says stays out of reach of who may not write it.
    _mail_post_access = "read"

    @api.depends_context("uid")
    def _compute_sale_data(self):
        """No figures of orders for who does not read orders, instead of an error."""
        if self.env["sale.order"].has_access("read"):
            return super()._compute_sale_data()
        self.sale_amount_total = 0.0
        self.quotation_count = self.sale_order_count = 0
        return None
