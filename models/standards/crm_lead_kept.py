from odoo import models

from .playbook_gate import Case
from .playbook_procedure import ENTERED, LEAD, LOST, WON


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.kept.mixin"]

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
