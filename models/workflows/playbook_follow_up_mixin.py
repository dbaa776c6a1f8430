from odoo import api, fields, models

from .targets import COLUMNS


class PlaybookFollowUpMixin(models.AbstractModel):
    """A row about a lead, a customer or a quotation: as visible as that record.

    Exactly one of ``lead_id``, ``partner_id`` and ``order_id`` is set.
    """

    _name = "playbook.follow.up.mixin"
    _description = "Row about a record in follow-up"
    _inherit = ["playbook.customer.mirror.mixin"]

    lead_id = fields.Many2one(index="btree_not_null")
    order_id = fields.Many2one(string="Quotation")
    followed_document = fields.Reference(
        [
            ("crm.lead", "Lead"),
            ("res.partner", "Customer"),
            ("sale.order", "Quotation"),
        ],
        string="Record",
        compute="_compute_followed_document",
    )
    followed_customer_id = fields.Many2one(
        "res.partner",
        string="Customer of the record",
        compute="_compute_followed_customer_id",
        # Whoever reads the record reads whose it is.
        compute_sudo=True,
    )

    _one_record = models.Constraint(
        "CHECK(num_nonnulls(lead_id, partner_id, order_id) = 1)",
        "A follow-up is of one lead, customer or quotation.",
    )

    @api.depends(*COLUMNS)
    def _compute_followed_document(self):
        for row in self:
            document = row._get_document()
            row.followed_document = document and f"{document._name},{document.id}"

    @api.depends(*COLUMNS)
    def _compute_followed_customer_id(self):
        for row in self:
            document = row._get_document()
            row.followed_customer_id = (
                document if row.partner_id else document.partner_id
            )

    def _get_document(self):
        """The record that it is about."""
        self.ensure_one()
        return self.lead_id or self.partner_id or self.order_id

    def _get_mirrored(self):
        return [*super()._get_mirrored(), "order_id"]
