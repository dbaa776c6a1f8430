from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

CATEGORIES = "interest_category_ids"
# In the context of writing what people entered without having seen what is known.
ONLY_ADDS = "playbook_interest_only_adds"


class CrmLead(models.Model):
    """What is wanted on a lead: its customer's interest, and its own without one."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.interested.mixin"]

    interest_ids = fields.One2many(
        "playbook.interest",
        "lead_id",
        string="Product interest",
        groups="crm_playbook.group_user",
    )

    # It does not depend on the customer: what was entered on a form would be gone when
    # the customer is chosen there. See write and _onchange_partner_interest.
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_interest_category_ids(self):
        for lead, category_ids in self._get_known_interests().items():
            lead.interest_category_ids = [Command.set(sorted(category_ids))]

    @api.onchange("partner_id")
    def _onchange_partner_interest(self):
        """What was entered is kept beside what is known of the customer."""
        entered = set(self.interest_category_ids._origin.ids)
        entered -= set(self._origin.interest_category_ids.ids)
        for lead, category_ids in self._get_known_interests().items():
            lead.interest_category_ids = [Command.set(sorted(category_ids | entered))]

    def _get_known_interests(self):
        """A dictionary from each lead to the set of ids of categories."""
        # Whoever may read the lead and the field may read it.
        Interest = self.env["playbook.interest"].sudo()
        # As above.
        entities = {
            lead: lead.sudo().partner_id.commercial_partner_id._origin.id
            for lead in self
        }
        of_customers = self.env["res.partner"]._get_interests(
            filter(None, set(entities.values()))
        )
        groups = Interest._read_group(
            Interest._get_interested_domain()
            & Domain("lead_id", "in", self._origin.ids),
            ["lead_id"],
            ["category_id:array_agg_distinct"],
        )
        of_leads = {lead.id: category_ids for lead, category_ids in groups}
        return {
            lead: {
                *of_customers.get(customer_id, ()),
                *of_leads.get(lead._origin.id, ()),
            }
            for lead, customer_id in entities.items()
        }

    def _inverse_interest_category_ids(self):
        Interest = self.env["playbook.interest"]
        wishes = {}
        for lead in self:
            # As in _compute_interest_category_ids.
            customer = lead.sudo().partner_id.commercial_partner_id
            whose = ("partner_id", customer.id) if customer else ("lead_id", lead.id)
            wishes.setdefault(whose, set()).update(lead.interest_category_ids.ids)
        rows = Interest._get_rows(
            Domain(
                "lead_id", "in", [each for name, each in wishes if name == "lead_id"]
            )
            | Domain(
                "partner_id", "in", [each for name, each in wishes if name != "lead_id"]
            )
        )
        Interest._set_by_hand(
            (
                (
                    {name: whose},
                    rows.filtered(lambda row, n=name, whose=whose: row[n].id == whose),
                    category_ids,
                )
                for (name, whose), category_ids in wishes.items()
            ),
            only_add=bool(self.env.context.get(ONLY_ADDS)),
        )
        self.env["crm.lead"].invalidate_model(["interest_category_ids"], flush=False)
        self.env["res.partner"]._forget_interests()

    @api.model
    def _find_interested(self, interests, domain):
        """Leads of contacts of who is interested are among them."""
        # As in _compute_interest_category_ids.
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        of_leads = interests._search(domain & Domain("lead_id", "!=", False))
        lead_ids = of_leads.subselect(SQL.identifier(of_leads.table, "lead_id"))
        partners = Partner._search(Partner._find_interested(interests, domain))
        return Domain("id", "in", lead_ids) | Domain("partner_id", "in", partners)

    @api.model_create_multi
    def create(self, vals_list):
        """Who makes a lead has not seen all that is known of its customer."""
        leads = super(CrmLead, self.with_context(**{ONLY_ADDS: True})).create(vals_list)
        return leads.with_env(self.env)

    def write(self, vals):
        """A customer takes over what is known of the lead; what was quoted on a lost
        one is declined.
        """
        partner_id = vals.get("partner_id")
        chosen = "partner_id" in vals and self.filtered(
            lambda lead: lead.partner_id.id != partner_id
        )
        entered = {}
        if chosen and CATEGORIES in vals:
            # Added to what is known of the new customer, not of the one before.
            entered = {CATEGORIES: vals[CATEGORIES]}
            vals = {name: vals[name] for name in vals if name != CATEGORIES}
        result = super().write(vals)
        if chosen:
            chosen.invalidate_recordset([CATEGORIES], flush=False)
            if partner_id:
                chosen._give_interest_to_customer()
        if entered:
            adding = self.with_context(**{ONLY_ADDS: True})
            super(CrmLead, adding).write(entered)
        if vals.get("active"):
            # Restored, its quotations stand again, whoever may read them.
            order_ids = self.sudo().order_ids.ids
            self.env["playbook.interest"]._tell(order_ids=order_ids)
        elif "active" in vals:
            self.env["playbook.interest"]._tell(lead_ids=self.ids)
        return result

    def _give_interest_to_customer(self):
        # Whoever chooses the customer.
        Interest = self.env["playbook.interest"].sudo()
        rows = Interest.search([("lead_id", "in", self.ids)])
        for customer, of_customer in rows.grouped(
            lambda row: row.lead_id.partner_id.commercial_partner_id
        ).items():
            if customer:
                Interest._take_over(customer, from_leads=of_customer.lead_id.ids)

    def _merge_dependences(self, opportunities):
        """The kept lead, or its customer, has what was known of the others."""
        result = super()._merge_dependences(opportunities)
        # Whoever merges them.
        Interest = self.env["playbook.interest"].sudo()
        if Interest.search_count([("lead_id", "in", opportunities.ids)], limit=1):
            customer = self.partner_id.commercial_partner_id
            Interest._take_over(
                customer,
                None if customer else self,
                from_leads=(opportunities - self).ids,
            )
        return result
