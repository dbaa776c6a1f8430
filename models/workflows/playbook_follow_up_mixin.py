from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain

from .targets import COLUMNS


class PlaybookFollowUpMixin(models.AbstractModel):
    """A row about a lead, a customer or a quotation: as visible as that record.

    Exactly one of ``lead_id``, ``partner_id`` and ``order_id`` is set.
    """

    _name = "playbook.follow.up.mixin"
    _description = "Row about a record in follow-up"
    _inherit = ["playbook.mirror.mixin"]

    lead_id = fields.Many2one(required=False, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Quotation",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
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

    @api.model
    def _get_readable_domain(self):
        """The rows whose record this user may read."""
        domain = super()._get_readable_domain()
        for column in COLUMNS[1:]:
            Document = self.env[self._fields[column].comodel_name]
            if Document.has_access("read"):
                readable = Document._search([], active_test=False)
                domain |= Domain(column, "in", readable)
        return domain

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su or (result and result[0] == self):
            return result
        rows = self - result[0] if result else self
        forbidden = self.browse()
        for column in COLUMNS[1:]:
            # The ids alone are read past the rules; what may be read is asked next.
            documents = rows.sudo()[column].with_env(self.env)
            hidden = documents - documents._filtered_access("read")
            if hidden:
                forbidden |= rows.filtered(
                    # As above: compared, not told.
                    lambda row, name=column, hidden=hidden: row.sudo()[name] in hidden
                )
        if not forbidden:
            return result
        forbidden |= result[0] if result else self.browse()
        refuse = self.env["ir.rule"]._make_access_error
        return forbidden, partial(refuse, operation, forbidden)
