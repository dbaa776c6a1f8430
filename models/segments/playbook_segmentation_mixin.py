from odoo import fields, models
from odoo.fields import Command

# What customers and leads have in common, beside their source: see crm_lead.py.
SEGMENTATION_FIELDS = (
    "customer_type_id",
    "industry_id",
    "purchase_potential_id",
    "territory_id",
)


# Where somebody came from: the three are one set, of which none comes without a source.
ORIGIN_FIELDS = ("source_id", "medium_id", "campaign_id")


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

    def action_ask_for_option(self):
        """Open the dialog in which somebody asks for an option that is missing."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Something missing?"),
            "res_model": "playbook.option.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _take_option(self, field, option_id):
        """Give this record the option, unless it has another one by now.

        Of a selector in which several can be chosen, it is one more.
        """
        self.ensure_one()
        if field not in self._fields:
            return
        if self._fields[field].type == "many2many":
            self.write({field: [Command.link(option_id)]})
            return
        record = self._get_holder(field)
        if not record[field]:
            record.write({field: option_id})

    def _get_holder(self, field):
        """The record that decides on the value of ``field``."""
        return self
