from odoo import api, fields, models
from odoo.fields import Command, Domain

from .playbook_side_table_mixin import select_partners

# What a partner's commercial partner depends on.
ENTITY_FIELDS = {"is_company", "parent_id"}


class ResPartner(models.Model):
    """What a customer is interested in; a contact shows what its company is."""

    _name = "res.partner"
    _inherit = ["res.partner", "playbook.interested.mixin"]

    interest_ids = fields.One2many(
        "playbook.interest",
        "partner_id",
        string="Product interest",
        groups="crm_playbook.group_user",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_interest_category_ids(self):
        # Whoever may read the partner and the field may read it.
        entities = {
            partner: partner.sudo().commercial_partner_id._origin.id for partner in self
        }
        found = self._get_interests(set(entities.values()))
        for partner, entity_id in entities.items():
            partner.interest_category_ids = [Command.set(found.get(entity_id, []))]

    @api.model
    def _get_interests(self, partner_ids):
        """Commercial partners' categories: a dictionary from id to a list of ids."""
        # As above.
        Interest = self.env["playbook.interest"].sudo()
        domain = Interest._get_interested_domain()
        groups = Interest._read_group(
            domain & Domain("partner_id", "in", list(partner_ids)),
            ["partner_id"],
            ["category_id:array_agg_distinct"],
        )
        return {partner.id: category_ids for partner, category_ids in groups}

    def _inverse_interest_category_ids(self):
        Interest = self.env["playbook.interest"]
        # Which company a contact is of is no secret to who writes the contact.
        wanted = {
            partner.sudo().commercial_partner_id.id: partner.interest_category_ids.ids
            for partner in self
        }
        rows = Interest._get_rows(Domain("partner_id", "in", list(wanted)))
        Interest._set_by_hand(
            (
                {"partner_id": customer_id},
                rows.filtered(
                    lambda row, whose=customer_id: row.partner_id.id == whose
                ),
                set(category_ids),
            )
            for customer_id, category_ids in wanted.items()
        )
        self._forget_interests()

    def _forget_interests(self):
        """Contacts of one company show the same."""
        self.env["res.partner"].invalidate_model(["interest_category_ids"], flush=False)

    @api.model
    def _find_interested(self, interests, domain):
        query = interests._search(domain & Domain("partner_id", "!=", False))
        return Domain("commercial_partner_id", "in", select_partners(query))

    # ------------------------------------------------------------------
    # Who is whose
    # ------------------------------------------------------------------

    def write(self, vals):
        """Who comes to another company brings what they are interested in."""
        result = super().write(vals)
        if not ENTITY_FIELDS.isdisjoint(vals):
            self._give_interest_to_company()
        return result

    def _give_interest_to_company(self):
        # Whoever moves the contact.
        Interest = self.env["playbook.interest"].sudo()
        moved = self.filtered(lambda each: each.commercial_partner_id != each)
        rows = Interest.search([("partner_id", "in", moved.ids)])
        for partner in rows.partner_id:
            Interest._take_over(
                partner.commercial_partner_id, from_partners=partner.ids
            )

    # ------------------------------------------------------------------
    # Customer 360
    # ------------------------------------------------------------------

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        rows = self.env["playbook.interest"]._get_rows(
            Domain("partner_id", "=", self.id)
        )
        block = {
            "key": "interest",
            "title": self.env._("Product interest"),
            "sequence": 25,
            "layout": "facts",
            "rows": [row._get_360_row() for row in rows],
            "empty": self.env._("Nothing is known yet: fill in “Interested in”."),
        }
        return [*blocks, block]
