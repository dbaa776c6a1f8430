from odoo import api, models
from odoo.tools import is_html_empty

from .playbook_procedure import ENFORCE, OBSERVE


class PlaybookGuidanceMixin(models.AbstractModel):
    """What do I do now? (R334): the procedures that hold for a record and its user."""

    _name = "playbook.guidance.mixin"
    _description = "Guidance on records"

    def get_playbook_guidance(self):
        """What to do on this record now, for the profile of the user.

        It is asked for when the form is shown: reading the form costs nothing more.

        :return: False where nothing is said; else a dictionary: ``title``, ``stage``
            (what the stage says of itself), ``missing`` and ``count`` of what is asked
            for, and ``procedures``, each with ``name``, ``when``, ``instruction``,
            ``gain``, ``example``, ``enforced`` and ``items``: ``label``, ``reason``,
            ``met``, ``required``.
        """
        self.ensure_one()
        self.check_access("read")
        procedures = []
        for when, definitions in self._get_guiding():
            for definition in definitions:
                described = self._describe_procedure(definition, when)
                if described:
                    procedures.append(described)
        stage = self._get_guidance_stage()
        if not procedures and not stage:
            return False
        items = {
            item["key"]: item for each in procedures for item in each["items"]
        }.values()
        missing = [item["label"] for item in items if not item["met"]]
        return {
            "title": self._get_guidance_title(),
            "stage": stage,
            "missing": missing,
            "count": len(items),
            "procedures": procedures,
        }

    def _get_guiding(self):
        """Pairs of when, in words, and the definitions that hold then."""
        return []

    def _get_guidance_stage(self):
        return False

    def _get_guidance_title(self):
        return self.env._("What do I do now?")

    @api.model
    def _get_guided(self, moment, stage=None):
        """What the user is told of: what is only observed is not shown to anybody."""
        find = self.env["playbook.procedure"]._find_definitions
        group_ids = set(self.env.user._get_group_ids())
        found = find(moment, stage, group_ids=group_ids)
        return [each for each in found if each.state != OBSERVE]

    def _describe_procedure(self, definition, when):
        # Whoever reads the record is told what is asked of them on it.
        procedure = self.env["playbook.procedure"].sudo().browse(definition.id)
        record = self.sudo()  # what is missing, as everywhere, past the rules
        try:
            if not procedure._filter_concerned(record):
                return False
            items = [
                {
                    "key": each.id,
                    "label": each.label,
                    "reason": each.reason or "",
                    "met": bool(each._filter_met(record)),
                    "required": definition.state == ENFORCE and each._may_stop(),
                }
                for each in procedure.requirement_ids
            ]
        except ValueError:
            return False
        instruction = procedure.instruction
        return {
            "id": procedure.id,
            "name": procedure.name,
            "when": when,
            "instruction": not is_html_empty(instruction) and instruction,
            "gain": procedure.customer_gain or "",
            "example": procedure.example or "",
            "enforced": definition.state == ENFORCE,
            "items": items,
        }
