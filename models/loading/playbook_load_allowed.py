from odoo import models

from .playbook_load import ACTION, LEAD, MODELS

# Everybody who loads a file works in its company.
OF_COMPANIES = {"company_id", "user_company_ids"}


class PlaybookLoad(models.Model):
    """What whoever loads may not write: told before it fails."""

    _inherit = "playbook.load"

    def _find_forbidden(self, items):
        """Note on lines that their records may not be written by who loads them."""
        if self.env.su or self.kind == ACTION:
            return
        changed = [item for item in items if item.record_id and item.after]
        Model = self.env[MODELS[self.kind]].with_context(active_test=False)
        records = Model.browse(item.record_id for item in changed)
        allowed = set(records._filtered_access("write").ids)
        for item in changed:
            if item.record_id not in allowed:
                item.problems.append(self._describe_forbidden_change())
        if self.kind == LEAD:
            self._find_forbidden_leads(
                [item for item in items if not (item.record_id or item.problems)]
            )

    def _find_forbidden_leads(self, items):
        """Which new leads record rules refuse: those that say the same of what the
        rules ask are looked at once.
        """
        Lead = self.env["crm.lead"]
        # How rules are put is the system's: nothing of them is told.
        domain = self.env["ir.rule"]._compute_domain("crm.lead", "create")
        names = {
            condition.field_expr.split(".")[0] for condition in domain.iter_conditions()
        } - OF_COMPANIES
        if not (items and names):
            return
        names |= {"type", "user_id", "team_id", "stage_id", "company_id"}
        groups = {}
        for item in items:
            values = self._prepare_new(item)
            said = {name: values[name] for name in sorted(names) if name in values}
            groups.setdefault(repr(said), (said, []))[1].append(item)
        for said, alike in groups.values():
            lead = Lead.new(said)
            # As Odoo does it: a rule is evaluated past the rules.
            if not lead.sudo().filtered_domain(domain):
                for item in alike:
                    item.problems.append(self._describe_forbidden())

    def _describe_forbidden(self):
        what = {
            LEAD: self.env._("leads or opportunities"),
            ACTION: self.env._("past actions"),
        }
        return self.env._(
            "You may not create %(what)s such as this one: have it loaded by somebody "
            "who may.",
            what=what.get(self.kind, self.env._("customers")),
        )

    def _describe_forbidden_change(self):
        return self.env._(
            "You may see its record, and not change it: have it loaded by somebody who "
            "may."
        )
