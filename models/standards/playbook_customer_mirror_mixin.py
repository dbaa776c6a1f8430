from odoo import api, fields, models
from odoo.fields import Domain


class PlaybookCustomerMirrorMixin(models.AbstractModel):
    """A row that stands for a lead, or for a customer without one: who may read that
    may read the row.
    """

    _name = "playbook.customer.mirror.mixin"
    _description = "Row that is as visible as its lead or customer"
    _inherit = ["playbook.mirror.mixin"]

    lead_id = fields.Many2one(required=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    order_id = fields.Many2one(
        "sale.order", ondelete="cascade", index="btree_not_null", readonly=True
    )

    def _get_mirrored(self):
        """Names of the fields beside the lead that the row is as visible as."""
        return ["partner_id"]

    @api.model
    def _get_readable_domain(self):
        """Of leads, those one reads; of customers too."""
        domain = super()._get_readable_domain()
        for name in self._get_mirrored():
            Model = self.env[self._fields[name].comodel_name]
            if Model.has_access("read"):
                domain |= Domain(name, "in", Model._search([], active_test=False))
        return domain

    def _find_hidden(self):
        hidden = super()._find_hidden()
        for name in self._get_mirrored():
            hidden |= self._find_hidden_by(name)
        return hidden

    def _get_document(self):
        self.ensure_one()
        return self.order_id or self.lead_id or self.partner_id

    def action_open(self):
        """Open the record that it is about."""
        document = self._get_document()
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
