from odoo import models

TELLING = {"company_id", "opportunity_id", "partner_id", "state"}


class SaleOrder(models.Model):
    """Quotations and orders tell what a customer is interested in."""

    _inherit = "sale.order"

    def write(self, vals):
        if "partner_id" in vals or "company_id" in vals:
            self._tell_gone()
        result = super().write(vals)
        if not TELLING.isdisjoint(vals):
            self.env["playbook.interest"]._tell(order_ids=self.ids)
        return result

    def unlink(self):
        self._tell_gone()
        return super().unlink()

    def _tell_gone(self):
        """What these offer may soon be offered to their customers no more."""
        # Which company a contact is of is no secret to who writes the order.
        customers = self.sudo().partner_id.commercial_partner_id
        self.env["playbook.interest"]._tell(partner_ids=customers.ids)
