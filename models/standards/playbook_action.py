from odoo import api, models

from .playbook_gate import Case, Move
from .playbook_procedure import ACTION


class PlaybookAction(models.Model):
    """The moment of procedures when something was done with a customer."""

    _inherit = "playbook.action"

    # Whether a promise was kept on no lead: see ``promise_sql.py``.
    _of_customer_alone = models.Index(
        "(commercial_partner_id, date_done) WHERE lead_id IS NULL"
    )

    @api.model
    def _record(self, activities, facts, state="done"):
        actions = super()._record(activities, facts, state)
        if state == "done" and self.env["playbook.procedure"]._get_definitions().get(
            ACTION
        ):
            actions._check_done(activities._is_finished_by_person())
        return actions

    def _check_done(self, by_person):
        """:param by_person: whether there is somebody to ask."""
        cases = []
        # What was done is told to nobody here; whoever does something need not read it.
        for action in self.sudo():
            record = action.lead_id or action.order_id.opportunity_id
            record = record or action.commercial_partner_id
            if record:
                cases.append(
                    Case(
                        ACTION,
                        record.with_env(self.env),
                        activity_type_id=action.activity_type_id.id,
                        purpose_id=action.purpose_id.id,
                    )
                )
        if not cases:
            return
        gate = self.env["playbook.gate"]
        # Without a person nobody can be asked.
        gate = gate if by_person else gate.sudo()
        title = self.env._("Before it is finished")
        for model in dict.fromkeys(case.records._name for case in cases):
            alike = [case for case in cases if case.records._name == model]
            gate._check(alike, Move("action", title))
