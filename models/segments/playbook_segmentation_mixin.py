from odoo import fields, models

# What customers and leads have in common, beside their source: see crm_lead.py.
SEGMENTATION_FIELDS = (
    "customer_type_id",
    "industry_id",
    "purchase_potential_id",
    "territory_id",
)


class PlaybookSegmentationMixin(models.AbstractModel):
    """The selectors that neither customers nor leads of Odoo's have.

    With the source (``source_id``) and the industry (``industry_id``), which one of the
    two has already, they are the five segmentation fields.
    """

    _name = "playbook.segmentation.mixin"
    _description = "Segmentation fields"

    customer_type_id = fields.Many2one(
        "playbook.customer.type",
        string="Customer type",
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="What kind of customer this is: it decides how one works with them.",
    )
    purchase_potential_id = fields.Many2one(
        "playbook.purchase.potential",
        string="Purchase potential",
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="How much this customer could buy, whatever they have bought so far.",
    )
    territory_id = fields.Many2one(
        "playbook.territory",
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
        help="The part of the market that somebody looks after.",
    )
