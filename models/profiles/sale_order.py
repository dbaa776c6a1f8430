from odoo import fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "playbook.reader.mixin"]

    # Odoo's form of an invoice asks for payments, which accountants alone read.
    _playbook_closed_buttons = ("action_view_invoice",)

    # Stored for the record rules of Customer Service.
    service_user_id = fields.Many2one(
        related="partner_id.commercial_partner_id.service_user_id",
        string="Service responsible",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
    )
