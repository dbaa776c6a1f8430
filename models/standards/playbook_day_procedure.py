from odoo import api, models
from odoo.fields import Domain

SOURCE = "procedure_approval"
APPROVE, REFUSE = 1, 2


class PlaybookDay(models.AbstractModel):
    """Procedures that wait for the approval of whoever decides."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), SOURCE]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), SOURCE]

    @api.model
    def _find_approvals(self, ids=None):
        Procedure = self.env["playbook.procedure"]
        domain = Domain(Procedure._get_waiting_domain())
        if ids is not None:
            domain &= Domain("id", "in", ids)
        waiting = Procedure.search(domain, order="date_asked, id")
        decision = Procedure._get_decision()
        # Who decides is no secret; most people do not, and nothing more is asked.
        deciders = decision.sudo().decider_ids.user_ids
        if not waiting or (decision.sudo().active and self.env.user not in deciders):
            return Procedure
        return waiting.filtered(lambda procedure: procedure._may_decide())

    @api.model
    def _lines_procedure_approval(self):
        return [
            self._make_line(
                SOURCE,
                procedure,
                key=self._make_approval_key(procedure),
                title=self._get_approval_words(procedure),
                # A colleague.
                responsible=procedure.asked_by_id.sudo().name or "",
                date=self._local_day(procedure.date_asked),
                icon="fa-book",
                can_postpone=False,
                finish_label=self.env._("Decide"),
                choices=self._get_approval_choices(),
                choice_required=True,
            )
            for procedure in self._find_approvals()
        ]

    @api.model
    def _make_approval_key(self, procedure):
        """With when it was asked: what is decided on, is what stands in the list."""
        asked = procedure.date_asked
        stamp = asked.strftime("%Y%m%d%H%M%S") if asked else "0"
        return f"{SOURCE}-{procedure.id}-{stamp}"

    @api.model
    def _read_key(self, key):
        start, _separator, _asked = str(key).rpartition("-")
        if not start.startswith(f"{SOURCE}-"):
            return super()._read_key(key)
        source, number = super()._read_key(start)
        procedure = self._find_approvals([number])
        self._check_unchanged(procedure, [number])
        if key != self._make_approval_key(procedure):
            procedure._refuse_as_changed()
        return source, number

    @api.model
    def _get_approval_words(self, procedure):
        if procedure.revises_id:
            return self.env._("Approve the new version of this procedure?")
        return self.env._("May this procedure come into force?")

    @api.model
    def _get_approval_choices(self):
        return [
            {
                "id": APPROVE,
                "name": self.env._("Approve"),
                "result": "positive",
                "help": self.env._(
                    "A new one is observed from now on, and nobody notices; a new "
                    "version takes the place of the old one."
                ),
            },
            {
                "id": REFUSE,
                "name": self.env._("Refuse"),
                "result": "negative",
                "help": self.env._("It stays a draft; you say why."),
            },
        ]

    @api.model
    def _finish_procedure_approval(self, ids, choice=False):
        procedures = self._find_approvals(ids)
        self._check_unchanged(procedures, ids)
        if choice == APPROVE:
            procedures._approve()
            return self.env._("Approved.")
        if choice == REFUSE:
            action = procedures.action_open_refuse()
        else:
            action = procedures._open_form()
        return {"done": False, "message": "", "action": action}
