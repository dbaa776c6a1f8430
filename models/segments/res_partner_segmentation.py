from odoo import api, fields, models

from .playbook_segmentation_mixin import SEGMENTATION_FIELDS


class ResPartner(models.Model):
    """The five segmentation fields of a customer: those of the commercial entity.

    A customer's source is that of its first lead, and stays.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "playbook.segmentation.mixin"]

    source_id = fields.Many2one(
        "utm.source",
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="Where this customer came from: the source of their first lead.",
    )

    @api.model
    def _commercial_fields(self):
        ours = ("source_id", *SEGMENTATION_FIELDS)
        fields_known = super()._commercial_fields()
        return fields_known + [name for name in ours if name not in fields_known]

    def _fill_segmentation(self, values):
        """Write those of ``values`` whose field is still empty on this customer.

        :param values: a dictionary from segmentation field to the id of an option.
        """
        self.ensure_one()
        missing = {
            name: value for name, value in values.items() if value and not self[name]
        }
        if missing:
            self.write(missing)
