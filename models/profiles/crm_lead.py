from odoo import api, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # Whoever reads a lead may comment on it and plan for it: directing is that. What
    # the lead says stays out of reach of who may not write it.
    _mail_post_access = "read"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Whoever plans for a colleague has them follow the lead, as Odoo does.

        That needs the right to write; where only reading is allowed, colleagues can be
        added, and nobody else, with what Odoo notifies them of by default.
        """
        leads = self
        plain = partner_ids and not subtype_ids and not self.env.su
        if plain and self.has_access("read") and not self.has_access("write"):
            partners = self.env["res.partner"].browse(partner_ids)
            # Safe: the user reads these leads, and adds none but internal users.
            if not any(partners.sudo().mapped("partner_share")):
                leads = self.sudo()
        return super(CrmLead, leads).message_subscribe(partner_ids, subtype_ids)

    @api.depends_context("uid")
    def _compute_sale_data(self):
        """No figures of orders for who does not read orders, instead of an error."""
        if self.env["sale.order"].has_access("read"):
            return super()._compute_sale_data()
        self.sale_amount_total = 0.0
        self.quotation_count = self.sale_order_count = 0
        return None
