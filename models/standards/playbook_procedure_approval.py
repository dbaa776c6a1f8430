"""Nothing binds people before whoever decides that has approved it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .playbook_approval_mixin import ASKED
from .playbook_procedure import IN_FORCE

NONE, APPROVED, REFUSED = "none", "approved", "refused"


class PlaybookProcedure(models.Model):
    """Whoever decides approves a draft, which begins to observe by that."""

    _inherit = "playbook.procedure"

    _approval_decision = "crm_playbook.decision_procedure"
    _approval_field = "approval"
    _approval_refused = REFUSED
    _approval_dialog = "playbook.procedure.decide"

    approval = fields.Selection(
        [
            (NONE, "Not asked yet"),
            (ASKED, "Asked"),
            (APPROVED, "Approved"),
            (REFUSED, "Refused"),
        ],
        required=True,
        default=NONE,
        readonly=True,
        copy=False,
        tracking=True,
        help="Whether whoever decides agrees that it comes into force.",
    )
    author_id = fields.Many2one(help="Who wrote what it asks for now.")

    def _check_may_be_asked(self):
        for procedure in self:
            if procedure.state in IN_FORCE or not procedure.active:
                raise UserError(
                    self.env._(
                        "“%(procedure)s” is in force or archived: there is nothing to "
                        "approve. Press Work on a New Version to change it.",
                        procedure=procedure.name,
                    )
                )

    def _get_nobody_decides_words(self):
        decision = self._get_decision()
        return self.env._(
            "Nobody could approve “%(procedure)s”: “%(decision)s” is decided by "
            "%(deciders)s, and nobody else has that profile and may change procedures. "
            "Ask an administrator to name somebody.",
            procedure=self.name,
            decision=decision.sudo().name,  # no secret
            deciders=decision._tell_deciders(),
        )

    def _end_approval(self):
        """Somebody changes what is asked for: what was approved is another thing."""
        if self.env.su:
            return
        at_rest = self.filtered(lambda each: each.state not in IN_FORCE)
        over = at_rest.filtered(lambda each: each.approval != NONE)
        over._note_approval(approval=NONE)
        self.filtered(lambda each: each.author_id != self.env.user)._note_approval(
            author_id=self.env.uid
        )

    @api.model
    def _get_waiting_domain(self):
        return super()._get_waiting_domain() & Domain("state", "not in", IN_FORCE)

    @api.model
    def _get_noted_values(self):
        """What the addon alone notes, with what it is at the beginning."""
        none = ("asked_by_id", "date_asked", "approved_by_id", "approval_comment")
        none += ("changed_at_rest", "revises_id", "revised_version", "date_enforced")
        return {
            "approval": NONE,
            "author_id": self.env.uid,
            "version": 1,
            "version_ids": [],
            "promise_since": False,
            **dict.fromkeys(none, False),
        }

    def _check_is_allowed(self, vals_list):
        """What the addon notes, nobody else writes."""
        own = self._get_noted_values().keys()
        if self.env.su or all(own.isdisjoint(vals) for vals in vals_list):
            return
        raise AccessError(
            self.env._(
                "Who approved a procedure, and which version it is, is noted by the "
                "addon and cannot be written. Use the buttons of its form."
            )
        )
