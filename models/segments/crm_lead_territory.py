from odoo import api, models
from odoo.tools import str2bool

from .playbook_territory_mixin import BY_HAND, TRIGGERS

# What may give a lead its first territory.
FILL = {"partner_id", *TRIGGERS}
ASSIGNS = "crm_playbook.territory_assigns"


class CrmLead(models.Model):
    """The territory of a lead: its customer's, else the one of its own address."""

    _inherit = "crm.lead"

    @api.depends("partner_id")
    def _compute_territory_id(self):
        rules = self.env["playbook.territory.rule"]._get_rules()
        if not rules:
            return super()._compute_territory_id()
        for lead in self:
            now = lead.territory_id.id
            lead.territory_id = (
                now if lead[BY_HAND] else lead._get_territory_by_rules(rules, {}, now)
            )
        return None

    @api.onchange("territory_id")
    def _onchange_territory_id(self):
        """A choice on the form is kept when the customer is chosen there next."""
        rules = self.env["playbook.territory.rule"]._get_rules()
        chosen = self.territory_id.id
        due = bool(rules) and self._get_territory_by_rules(rules, {}, False)
        self[BY_HAND] = bool(chosen) and chosen != due

    @api.model_create_multi
    def create(self, vals_list):
        rules = self.env["playbook.territory.rule"]._get_rules()
        default = self.env.context.get("default_territory_id")
        if rules:
            # Read at once, which is asked for one by one; it is no secret, as below.
            partners = self.env["res.partner"].sudo()
            partner_ids = {vals.get("partner_id") for vals in vals_list}
            partners = partners.browse(partner_ids - {None, False})
            partners.commercial_partner_id.mapped("territory_id")
        leads = super().create(
            [self._with_territory(vals, rules, default) for vals in vals_list]
        )
        leads._give_to_territories_people()
        return leads

    def write(self, vals):
        groups = self._split_by_territory(vals)
        nobodys = self.browse()
        if "user_id" not in vals and not FILL.isdisjoint(vals):
            nobodys = self.filtered(
                lambda lead: not lead.user_id and not lead.territory_id
            )
        if len(groups) == 1:
            super().write(groups[0][1])
        else:
            for leads, values in groups:
                super(CrmLead, leads).write(values)
        nobodys._give_to_territories_people()
        return True

    @api.model
    def _with_territory(self, vals, rules, default):
        chosen = vals.get("territory_id", default)
        if self._is_settled(vals):
            return vals
        if chosen and BY_HAND not in vals:
            due = bool(rules) and self._get_territory_by_rules(rules, vals, False)
            return {**vals, BY_HAND: chosen != due}
        if "territory_id" in vals and rules and not default:
            # An empty column of an import, or field of a form, is no choice.
            return {name: vals[name] for name in vals if name != "territory_id"}
        return vals

    def _get_territory_by_rules(self, rules, vals, current):
        # Where the customer belongs is no secret to who may choose the contact.
        partner = self.sudo().partner_id
        if "partner_id" in vals:
            partner = partner.browse(vals["partner_id"] or [])
        customer = partner.commercial_partner_id
        if customer.territory_id:
            return customer.territory_id.id
        country = vals.get("country_id", self.country_id.id)
        state = vals.get("state_id", self.state_id.id)
        return (
            rules.find(customer.country_id.id, customer.state_id.id, customer.zip)
            or rules.find(country, state, vals.get("zip", self.zip))
            or (not country and not customer.country_id and current)
        )

    def _get_territory_values(self, vals, rules):
        if "partner_id" in vals and "territory_id" not in vals:
            # It is computed with the address, which may be that of the customer.
            return {}
        return super()._get_territory_values(vals, rules)

    def _merge_get_fields_specific(self):
        """The territory that is kept was chosen, or not, where it comes from."""

        def is_by_hand(_name, leads):
            return leads.filtered("territory_id")[:1][BY_HAND]

        return {**super()._merge_get_fields_specific(), BY_HAND: is_by_hand}

    # ------------------------------------------------------------------
    # Who gets it
    # ------------------------------------------------------------------

    def _give_to_territories_people(self):
        """Give leads that are nobody's to who looks after their territory.

        They are new, or have just been given their first territory. Who is not in the
        team that a lead has already does not get it.
        """
        # Read by everybody who makes leads; it holds nothing secret.
        assigns = self.env["ir.config_parameter"].sudo().get_param(ASSIGNS)
        if not str2bool(assigns or "", False):
            return
        alike = {}
        # As set in the CRM settings, whoever made them.
        for lead in self.sudo():
            if lead.territory_id and not lead.user_id:
                key = (lead.territory_id, lead.company_id, lead.team_id)
                alike.setdefault(key, []).append(lead.id)
        for (territory, company, team), lead_ids in alike.items():
            values = territory._get_people(company, team)
            if values:
                # As above.
                self.sudo().browse(lead_ids).write(values)
