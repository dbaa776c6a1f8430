from odoo import models

from ..standards.channel import IMPORT
from ..standards.playbook_gate import Case, Move
from ..standards.playbook_procedure import CONTACT as CONTACT_CREATED
from ..standards.playbook_procedure import CUSTOMER as CUSTOMER_CREATED
from ..standards.playbook_procedure import ENTERED, LEFT, OBSERVE
from ..standards.playbook_requirement import ACTION as ACTION_DONE
from ..standards.playbook_requirement import NEXT_STEP
from .playbook_load import COMPANY, CONTACT, LEAD, MODELS

# At which something may be asked of what is new.
MOMENTS = {
    COMPANY: {CUSTOMER_CREATED},
    CONTACT: {CUSTOMER_CREATED, CONTACT_CREATED},
    LEAD: {ENTERED, LEFT},
}


class PlaybookLoad(models.Model):
    """What new records would lack of the information that the standards ask for.

    Loading asks the same procedures when it writes; here it is said beforehand.
    """

    _inherit = "playbook.load"

    def _find_lacking(self, items):
        """Note on new lines what they lack: where a procedure refuses such imports,
        they are not valid.
        """
        definitions = self.env["playbook.procedure"]._get_definitions()
        if MOMENTS.get(self.kind, set()).isdisjoint(definitions):
            return
        new = [
            item
            for item in items
            # Of whom others are is not known yet.
            if not (item.record_id or item.problems or item.missing or item.pending)
        ]
        if not new:
            return
        Model = self.env[MODELS[self.kind]]
        records = {Model.new(self._prepare_new(item)): item for item in new}
        every = Model.concat(*records)
        gate, move = self.env["playbook.gate"], Move("create", "", is_new=True)
        group_ids = set(self.env.user._get_group_ids())
        find = self.env["playbook.procedure"]._find_definitions
        for case in self._get_cases(every):
            for each in find(case.moment, case.stage, case.passed, group_ids):
                for shortfall in self._find_short(each, case.records):
                    blocks = gate._blocks(shortfall, IMPORT, move)
                    for record in shortfall.records:
                        self._note_lacking(records[record], shortfall, blocks)

    def _get_cases(self, records):
        """At which moments new records are."""
        if self.kind == COMPANY:
            return [Case(CUSTOMER_CREATED, records)] if self.as_prospects else []
        if self.kind == CONTACT:
            alone = records.filtered(lambda each: not each.parent_id)
            cases = [Case(CUSTOMER_CREATED, alone)] if self.as_prospects else []
            of_customers = (records - alone).filtered(
                # Whether it is a customer is no secret to who names it.
                lambda each: each.parent_id.sudo().customer_state
            )
            return [*cases, Case(CONTACT_CREATED, of_customers)]
        cases = []
        opportunities = records.filtered(lambda lead: lead.type == "opportunity")
        for stage, leads in opportunities.grouped("stage_id").items():
            cases += leads._get_stage_cases(stage.browse(), stage)
        return cases

    def _find_short(self, definition, records):
        """What new ``records`` lack, of what can be told before they are there."""
        # What is asked for is told to whom it is asked of.
        procedure = self.env["playbook.procedure"].sudo().browse(definition.id)
        told = procedure.requirement_ids.filtered(
            lambda each: each.kind not in (ACTION_DONE, NEXT_STEP)
        )
        if not (records and told):
            return []
        gate = self.env["playbook.gate"]
        with self.env.cr.savepoint(flush=False):
            found = gate._find_shortfalls_of(definition, records)
        return [each for each in found if each.requirement in told]

    def _note_lacking(self, item, shortfall, blocks):
        text = self.env._(
            "It lacks “%(what)s”, which “%(procedure)s” asks for.",
            what=shortfall.requirement.label,
            procedure=shortfall.requirement.procedure_id.name,
        )
        if blocks:
            item.problems.append(text)
        elif shortfall.state != OBSERVE:
            item.notes.append(text)
