from odoo import api, fields, models
from odoo.exceptions import UserError


class PlaybookSegmentationOptionMixin(models.AbstractModel):
    """One option of a selector of :class:`PlaybookSegmentationMixin`.

    An option that somebody carries cannot be deleted, only archived: it is then no
    longer offered, and whoever carries it keeps it.
    """

    _name = "playbook.segmentation.option.mixin"
    _description = "Option of a segmentation field"
    _inherit = ["playbook.option.usage.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Counts all that carry it: also those that this user may not see would lose it.
        options = self.sudo()
        options.invalidate_recordset(["customer_count", "lead_count"])
        for option in options.filtered(lambda o: o.customer_count + o.lead_count):
            raise UserError(
                self.env._(
                    "“%(option)s” cannot be deleted: %(customers)s customers and "
                    "contacts and %(leads)s leads and opportunities carry it. Archive "
                    "it instead: it is then offered no longer, and they keep it.",
                    option=option.name,
                    customers=option.customer_count,
                    leads=option.lead_count,
                )
            )
