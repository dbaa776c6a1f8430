from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_segmentation_mixin import ORIGIN_FIELDS, SEGMENTATION_FIELDS
from .playbook_territory_mixin import BY_HAND


class CrmLead(models.Model):
    """The five segmentation fields of a lead.

    They are copied only into empty fields: from the customer when one is chosen (never
    the source, with its medium and campaign), to the customer when the lead is
    converted.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.segmentation.mixin"]

    customer_type_id = fields.Many2one(
        compute="_compute_customer_type_id", store=True, readonly=False, precompute=True
    )
    industry_id = fields.Many2one(
        "res.partner.industry",
        compute="_compute_industry_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
    purchase_potential_id = fields.Many2one(
        compute="_compute_purchase_potential_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    territory_id = fields.Many2one(
        compute="_compute_territory_id", store=True, readonly=False, precompute=True
    )

    # One method for each: who writes a field along with the customer keeps the ORM from
    # computing all that its method computes.

    @api.depends("partner_id")
    def _compute_customer_type_id(self):
        self._copy_from_customer("customer_type_id")

    @api.depends("partner_id")
    def _compute_industry_id(self):
        self._copy_from_customer("industry_id")

    @api.depends("partner_id")
    def _compute_purchase_potential_id(self):
        self._copy_from_customer("purchase_potential_id")

    @api.depends("partner_id")
    def _compute_territory_id(self):
        self._copy_from_customer("territory_id")

    def _copy_from_customer(self, name):
        for lead in self:
            # The company's values count, whichever of its contacts was chosen; they
            # are no secret to who may choose the contact.
            customer = lead.partner_id.sudo().commercial_partner_id
            lead[name] = lead[name] or customer[name]

    def write(self, vals):
        moved = self.browse()
        if "stage_id" in vals and not self._uses_leads():
            moved = self.filtered(lambda lead: lead.stage_id.id != vals["stage_id"])
        result = super().write(vals)
        converted = self if "type" in vals else moved
        converted._fill_customers_segmentation()
        return result

    def _uses_leads(self):
        """Whether this user tells leads from opportunities.

        Where nobody does, a lead is an opportunity in its first stage, and leaving that
        is what converting is elsewhere.
        """
        return self.env.user.has_group("crm.group_use_lead")

    def _fill_customers_segmentation(self):
        """Give the customers of these opportunities what they still lack."""
        for lead in self:
            if lead.type == "opportunity" and lead.partner_id:
                lead._fill_customer_segmentation()

    def _fill_customer_segmentation(self):
        values = self._segmentation_values()
        if any(value for name, value in values.items() if name != BY_HAND):
            # Safe: only empty segmentation fields are filled, with what the user wrote
            # into a lead of that customer; not everybody who converts edits contacts.
            self.partner_id.sudo().commercial_partner_id._fill_segmentation(values)

    def _segmentation_values(self):
        """A dictionary from segmentation field to the id of this lead's option, and
        whether its territory was chosen by hand.

        Medium and campaign say something only along with the source.
        """
        names = SEGMENTATION_FIELDS
        if self.source_id:
            names = (*ORIGIN_FIELDS, *names)
        values = {name: self[name].id for name in names}
        return {**values, BY_HAND: self[BY_HAND]}

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        values = super()._prepare_customer_values(
            partner_name, is_company=is_company, parent_id=parent_id
        )
        if not parent_id:
            values.update(self._segmentation_values())
        return values

    def _create_customer(self, with_parent=None):
        customer = super()._create_customer(with_parent=with_parent)
        # A contact of a company that was there before: the company gets what it lacks.
        # Safe, as in _fill_customer_segmentation.
        company = customer.sudo().commercial_partner_id
        company._fill_segmentation(self._segmentation_values())
        return customer

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), *SEGMENTATION_FIELDS]

    def _merge_get_fields_specific(self):
        """Source, medium and campaign are those of one lead, the first with a source.

        Without any source each is the first that there is, as Odoo has it.
        """

        def choose(name, leads):
            origin = leads.filtered("source_id")[:1] or leads.filtered(name)[:1]
            return origin[name].id

        specific = super()._merge_get_fields_specific()
        return {**specific, **dict.fromkeys(ORIGIN_FIELDS, choose)}

    @api.model
    def _copy_industries_from_customers(self):
        """Fill the empty industries of all leads with one statement, on installation.

        It is the one of the four fields that customers of Odoo's have had before.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_lead lead
                   SET industry_id = company.industry_id
                  FROM res_partner customer
                  JOIN res_partner company
                    ON company.id = customer.commercial_partner_id
                 WHERE customer.id = lead.partner_id
                   AND company.industry_id IS NOT NULL
                   AND lead.industry_id IS NULL
                """
            )
        )
        self.invalidate_model(["industry_id"], flush=False)
