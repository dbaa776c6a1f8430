from odoo import api, fields, models

from .playbook_segmentation_mixin import SEGMENTATION_FIELDS
from .playbook_territory_mixin import BY_HAND


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

        :param values: a dictionary from segmentation field to the id of an option, and
            whether the territory was chosen by hand.
        """
        self.ensure_one()
        missing = {
            name: value
            for name, value in values.items()
            if value and name != BY_HAND and not self[name]
        }
        if "territory_id" in missing:
            # Chosen for the customer only where it was for the lead.
            missing[BY_HAND] = bool(values.get(BY_HAND))
        if missing:
            self.write(missing)
