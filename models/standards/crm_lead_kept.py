"""What a stage required is not emptied again."""

from odoo import models

from .channel import DIRECT, get_channel
from .filler import may_empty
from .playbook_gate import Case
from .playbook_procedure import ENTERED, LEAD, LOST, WON


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _find_emptied(self, vals):
        """Which required fields ``vals`` would empty, and of which leads they were
        missing before.

        :return: None where there is nothing to look at; else the names, and what was
            missing.
        """
        kept = self.env["playbook.procedure"]._get_kept_fields(self._name)
        names = {
            name
            for name, value in vals.items()
            if name in kept and may_empty(value, kept[name])
        }
        if not names or get_channel(self.env) not in DIRECT:
            return None
        return names, self._find_missing(names)

    def _find_missing(self, names):
        """Pairs of a requirement of one of the fields ``names`` and a lead that falls
        short of it where it is now.
        """
        leads = self.sudo()  # as _check_moves
        cases = [
            Case(LEAD, leads._filter_received()),
            *leads._get_ended_cases(WON, LOST),
        ]
        opportunities = leads.filtered(
            lambda lead: lead.type == "opportunity" and lead.won_status != LOST
        )
        for (stage, _team), group in opportunities.grouped(
            lambda lead: (lead.stage_id, lead.team_id)
        ).items():
            if stage:
                passed = group._get_passed(stage.browse(), stage)
                cases.append(Case(ENTERED, group, stage, passed))
        cases = [case for case in cases if case.records]
        return self.env["playbook.gate"]._find_missing(cases, names)

    def _check_emptied(self, emptied):
        if not emptied:
            return
        names, missing = emptied
        self.env["playbook.gate"]._check_emptied(
            lambda: self._find_missing(names), missing, tuple(names)
        )
