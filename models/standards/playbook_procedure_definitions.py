"""Which procedures hold at a moment: asked for with every change, and so cached."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import ormcache

from .playbook_procedure import ENFORCE, ENTERED, IN_FORCE, LEFT
from .playbook_requirement import FIELD, PATHS


class Definition(NamedTuple):
    """What of a procedure says when it holds.

    :param group_ids: the groups of its profiles; empty: everybody.
    """

    id: int
    state: str
    company_id: int
    stage_ids: frozenset
    also_when_skipped: bool
    group_ids: frozenset
    activity_type_ids: frozenset
    purpose_ids: frozenset
    on_import: str


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    @api.model
    @ormcache()
    def _get_definitions(self):
        """From each moment to the :class:`Definition` of what is in force then."""
        definitions = {}
        # Past the rules: of all companies. It is asked of whoever changes something.
        procedures = self.sudo().search([("state", "in", IN_FORCE)])
        for each in procedures:
            definition = Definition(
                id=each.id,
                state=each.state,
                company_id=each.company_id.id,
                stage_ids=frozenset(each.stage_ids.ids),
                also_when_skipped=each.also_when_skipped,
                group_ids=frozenset(each.profile_ids.group_id.ids),
                activity_type_ids=frozenset(each.activity_type_ids.ids),
                purpose_ids=frozenset(each.purpose_ids.ids),
                on_import=each.on_import,
            )
            definitions.setdefault(each.moment, []).append(definition)
        return {moment: tuple(each) for moment, each in definitions.items()}

    @api.model
    @ormcache("model")
    def _get_kept_fields(self, model):
        """From each field of ``model`` that an enforced procedure requires of it, to
        whether there is a condition besides: it is not emptied again.
        """
        kept = {}
        # As above.
        procedures = self.sudo().search([("state", "=", ENFORCE)])
        for requirement in procedures.requirement_ids:
            base = requirement.procedure_id._get_model()
            own = PATHS.get((base, requirement.model)) == "" and base == model
            if requirement.kind == FIELD and own:
                name = requirement.field_name
                kept[name] = kept.get(name, False) or requirement._has_condition()
        return kept

    @api.model
    def _find_definitions(self, moment, stage=None, passed=(), group_ids=None):
        """What is in force at ``moment``.

        :param stage: which is entered or left, at those moments.
        :param passed: ids of stages that are gone past.
        :param group_ids: those of who does it; None: nobody, it happens by itself.
        """
        found = []
        for each in self._get_definitions().get(moment, ()):
            if moment in (ENTERED, LEFT):
                skipped = each.also_when_skipped and not each.stage_ids.isdisjoint(
                    passed
                )
                if stage.id not in each.stage_ids and not skipped:
                    continue
            binds = group_ids is None or not each.group_ids
            if not binds and each.group_ids.isdisjoint(group_ids):
                continue
            found.append(each)
        return found
