from odoo import api, fields, models

from .playbook_segmentation_mixin import ORIGIN_FIELDS, SEGMENTATION_FIELDS
from .playbook_territory_mixin import BY_HAND


class ResPartner(models.Model):
    """The five segmentation fields of a customer: those of the commercial entity.

    A customer's source, with its medium and campaign, is that of its first lead that
    has one, and stays.
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
    medium_id = fields.Many2one(
        "utm.medium",
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="By which way this customer came: comes along with the source.",
    )
    campaign_id = fields.Many2one(
        "utm.campaign",
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="What brought this customer: comes along with the source.",
    )

    @api.model
    def _commercial_fields(self):
        ours = (*ORIGIN_FIELDS, *SEGMENTATION_FIELDS)
        fields_known = super()._commercial_fields()
        return fields_known + [name for name in ours if name not in fields_known]

    def _get_holder(self, field):
        """A company decides for its contacts."""
        company = self.commercial_partner_id
        return company if field in self._commercial_fields() else self

    def _fill_segmentation(self, values):
        """Write those of ``values`` whose field is still empty on this customer.

        Whoever has a source keeps its medium and campaign too, be they empty.

        :param values: a dictionary from segmentation field to the id of an option, and
            whether the territory was chosen by hand.
        """
        self.ensure_one()
        kept = ORIGIN_FIELDS if self.source_id else ()
        missing = {
            name: value
            for name, value in values.items()
            if value and name != BY_HAND and not self[name] and name not in kept
        }
        if "territory_id" in missing:
            # Chosen for the customer only where it was for the lead.
            missing[BY_HAND] = bool(values.get(BY_HAND))
        if missing:
            self.write(missing)

    def _get_merged_origin(self, others):
        """Source, medium and campaign of this customer once ``others`` are merged into
        it: those of the first of them all that has a source.

        :return: values to write; empty where nobody has a source.
        """
        # Odoo prefers this one, then the last of the others.
        ordered = self | others[::-1]
        origin = ordered.filtered("source_id")[:1]
        return {name: origin[name].id for name in ORIGIN_FIELDS} if origin else {}
