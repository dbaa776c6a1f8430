from odoo import api, models
from odoo.exceptions import UserError

from .channel import SCREEN
from .playbook_gate import Case, Move
from .playbook_gate_answers import ANSWERS_KEY
from .playbook_procedure import LOST, WON

KINDS = ("stage", "won", "lost")
MANY = 1000


class CrmLead(models.Model):
    """Asking the team leader to let a deal go on."""

    _inherit = "crm.lead"

    @api.model
    def playbook_ask_permission(self, move, answers):
        """Ask for what was refused to be allowed.

        :param move: of the payload of a :class:`~.gate_error.PlaybookGateError`.
        :param answers: what was typed: it is saved now; and the reason.
        :return: what to tell.
        :raise UserError: if there is no such move, or no reason.
        """
        leads, values = self._read_move(move)
        raw, answers = answers, self.env["playbook.gate"]._read_answers(answers)
        if not answers["reason"]:
            raise UserError(
                self.env._("Say why it should go on: whoever allows it reads that.")
            )
        leads.check_access("write")
        gate = self.env["playbook.gate"].with_context(**{ANSWERS_KEY: raw})
        for group in leads._group_by_place():
            blocking, _refused, asked = group._find_blocking(values)
            if blocking:
                gate._take_answers(blocking, asked)
        return self.env["playbook.permission"]._ask(leads, values, answers["reason"])

    @api.model
    def _read_move(self, move):
        """The leads of ``move``, and what is asked for them; it comes from outside."""
        move = move if isinstance(move, dict) else {}
        ids = move.get("ids")
        kind = move.get("kind")
        valid = (
            isinstance(ids, list)
            and 0 < len(ids) <= MANY
            and all(isinstance(each, int) for each in ids)
            and kind in KINDS
        )
        leads = self.browse(ids if valid else ()).exists()
        stage_id = self._find_id("crm.stage", move.get("stage_id"))
        if not leads or (kind == "stage" and not stage_id):
            raise UserError(
                self.env._(
                    "There is nothing to ask for: load the page again, and move it "
                    "once more."
                )
            )
        return leads, {
            "kind": kind,
            "to_stage_id": kind == "stage" and stage_id,
            "lost_reason_id": self._find_id(
                "crm.lost.reason", move.get("lost_reason_id")
            ),
        }

    def _group_by_place(self):
        """These, those of the same stage and team together."""
        place = self.grouped(lambda lead: (lead.stage_id, lead.team_id))
        return place.values()

    def _find_blocking(self, values):
        """What keeps these, all in one place, from going there: shortfalls, refusals,
        and the move.
        """
        leads = self.sudo()  # as everywhere where it is asked what is missing
        stage = self.env["crm.stage"].browse(values["to_stage_id"])
        cases, refused = [Case(LOST, leads)], []
        if values["kind"] != LOST:
            stage = stage or leads._stage_find(domain=[("is_won", "=", True)])
            cases = leads._get_stage_cases(leads.stage_id, stage)
            cases += [Case(WON, leads)] if stage.is_won else []
            refused = leads._get_refused(leads.stage_id, stage)
        gate = self.env["playbook.gate"]
        move = Move(values["kind"], "")
        blocking = [
            each
            for each in gate._find_shortfalls(cases, SCREEN, move)
            if gate._blocks(each, SCREEN, move)
        ]
        return blocking, refused, move

    def _describe_missing(self, values):
        """From the id of each of these to what it lacks to go there, in words."""
        missing = {}
        for group in self._group_by_place():
            blocking, refused, _move = group._find_blocking(values)
            missing |= self.env["playbook.gate"]._get_lacking(blocking, refused)
        return missing

    @api.model
    def _find_id(self, model, value):
        return self.env[model].browse(value if type(value) is int else ()).exists().id
