from odoo import api, models

from .playbook_territory_mixin import BY_HAND

EXPECTED = "crm_playbook.in_territories"


class ResPartner(models.Model):
    """The territory of a customer: the one that its address lies in, or a chosen one.

    It is that of the commercial entity, and only of those that count as customers.
    """

    _inherit = "res.partner"

    @api.onchange("territory_id")
    def _onchange_territory_id(self):
        """A choice on the form of a new customer is one when it is saved."""
        rules = self.env["playbook.territory.rule"]._get_rules()
        chosen = self.territory_id.id
        due = bool(rules) and self._get_territory_by_rules(rules, {}, False)
        # A contact has that of its company, whatever is chosen.
        self[BY_HAND] = bool(chosen) and chosen != due and not self.parent_id

    @api.model_create_multi
    def create(self, vals_list):
        rules = self.env["playbook.territory.rule"]._get_rules()
        return super().create([self._with_territory(vals, rules) for vals in vals_list])

    def write(self, vals):
        groups = self._split_by_territory(vals)
        if len(groups) == 1:
            # All of them, in the order in which they were given.
            result = super().write(groups[0][1])
        else:
            result = True
            for partners, values in groups:
                super(ResPartner, partners).write(values)
        for partners, values in groups:
            if "territory_id" in values:
                partners._expect_territories()
        return result

    @api.model
    def _with_territory(self, vals, rules):
        """``vals`` of a new partner; who becomes a customer only by what follows is
        seen to then: see :meth:`_become_customer`.
        """
        if self._is_settled(vals) or vals.get("parent_id"):
            return vals
        if chosen := vals.get("territory_id"):
            due = bool(rules) and self._get_territory_by_rules(rules, vals, False)
            return {**vals, BY_HAND: chosen != due}
        default = self.env.context.get("default_is_prospect")
        if not rules or not vals.get("is_prospect", default):
            return vals
        due = self._get_territory_by_rules(rules, vals, False)
        return {**vals, "territory_id": due}

    def _get_territory_by_rules(self, rules, vals, current):
        country = vals.get("country_id", self.country_id.id)
        state = vals.get("state_id", self.state_id.id)
        found = rules.find(country, state, vals.get("zip", self.zip))
        return found or (not country and current)

    def _is_in_territories(self):
        return self == self.commercial_partner_id and bool(self.customer_state)

    def _get_territory_values(self, vals, rules):
        if self != self.commercial_partner_id:
            # Its company's counts, whatever is written here.
            return {}
        return super()._get_territory_values(vals, rules)

    def _become_customer(self):
        super()._become_customer()
        rules = self.env["playbook.territory.rule"]._get_rules()
        if not rules or self[BY_HAND]:
            return
        now = self.territory_id.id
        if self._get_territory_by_rules(rules, {}, now) == now:
            return
        # They become customers while their state is being computed, one by one.
        self._expect_territories()

    def _expect_territories(self):
        """Put these customers and their leads where they belong, once all is written.

        Leads follow their customer, unless somebody chose for them.
        """
        precommit = self.env.cr.precommit
        expected = precommit.data.get(EXPECTED)
        if expected is None:
            expected = precommit.data[EXPECTED] = set()
            precommit.add(self.env["res.partner"]._assign_expected_territories)
        expected.update(self.ids)

    @api.model
    def _assign_expected_territories(self):
        expected = self.env.cr.precommit.data.pop(EXPECTED, None)
        if expected:
            # Whoever made the lead or the order by which they are customers.
            rule = self.env["playbook.territory.rule"].sudo()
            rule._carry_out(sorted(expected))

    @api.model
    def _refresh_customer_states(self, partner_ids=None):
        """Who is found to be a customer only now has a territory as all others do."""
        changed = super()._refresh_customer_states(partner_ids)
        if changed and partner_ids:
            self.env["playbook.territory.rule"]._carry_out(partner_ids)
        return changed
