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

    def _is_of_stage(self, stage_id, passed):
        """:param passed: ids of stages that are gone past."""
        skipped = self.also_when_skipped and not self.stage_ids.isdisjoint(passed)
        return stage_id in self.stage_ids or skipped


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
            definitions.setdefault(each.moment, []).append(each._get_definition())
        return {moment: tuple(each) for moment, each in definitions.items()}

    def _get_definition(self):
        """What this says when it holds, in force or not."""
        return Definition(
            id=self.id,
            state=self.state,
            company_id=self.company_id.id,
            stage_ids=frozenset(self.stage_ids.ids),
            also_when_skipped=self.also_when_skipped,
            group_ids=frozenset(self.profile_ids.group_id.ids),
            activity_type_ids=frozenset(self.activity_type_ids.ids),
            purpose_ids=frozenset(self.purpose_ids.ids),
            on_import=self.on_import,
        )

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
            if requirement.kind == FIELD and own and not requirement.only_warns:
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
            if moment in (ENTERED, LEFT) and not each._is_of_stage(stage.id, passed):
                continue
            binds = group_ids is None or not each.group_ids
            if not binds and each.group_ids.isdisjoint(group_ids):
                continue
            found.append(each)
        return found
