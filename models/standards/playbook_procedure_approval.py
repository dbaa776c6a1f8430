"""Nothing binds people before whoever decides that has approved it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .playbook_procedure import IN_FORCE

DECISION = "crm_playbook.decision_procedure"
NONE, ASKED, APPROVED, REFUSED = "none", "asked", "approved", "refused"


class PlaybookProcedure(models.Model):
    """Whoever decides approves a draft, which begins to observe by that."""

    _inherit = "playbook.procedure"

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
    author_id = fields.Many2one(
        "res.users",
        string="Last changed by",
        ondelete="set null",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        help="Who wrote what it asks for now.",
    )
    asked_by_id = fields.Many2one(
        "res.users",
        string="Approval asked by",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    date_asked = fields.Datetime(string="Asked on", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users",
        string="Decided by",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    approval_comment = fields.Text(
        string="Said about it",
        readonly=True,
        copy=False,
        help="What whoever decided said.",
    )
    may_decide = fields.Boolean(compute="_compute_may_decide", exportable=False)

    @api.depends("state", "approval", "author_id", "company_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for procedure in self:
            procedure.may_decide = procedure._may_decide()

    @api.model
    def _get_decision(self):
        """The decision type that coming into force is."""
        return self.env.ref(DECISION)

    def _may_decide(self):
        """Whether the user may decide that this comes into force, or binds more."""
        self.ensure_one()
        decision = self._get_decision()
        decided = decision.sudo()  # who decides is no secret
        record = self._origin
        if not decided.active:
            # Asked no longer: whoever may change it decides.
            return (record or self.browse()).has_access("write")
        if not record:
            # Not saved yet.
            decides = self.env.user in decided.decider_ids.user_ids
            return decides and self.browse().has_access("write")
        return decision._may_decide(record, author=record.author_id)

    def _check_may_decide(self, author=None):
        """:param author: who writes it, where that is not who did so last.

        :raise AccessError: where somebody else decides.
        """
        decision = self._get_decision()
        for procedure in self:
            decision._check_may_decide(procedure, author=author or procedure.author_id)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask whoever decides; refused with what is not clear yet."""
        self.check_access("write")
        self._check_at_rest()
        self._check_is_clear()
        decision = self._get_decision()
        for procedure in self:
            if not decision._get_deciders(procedure, procedure.author_id):
                raise UserError(
                    self.env._(
                        "Nobody could approve “%(procedure)s”: “%(decision)s” is "
                        "decided by %(deciders)s, and nobody else has that profile and "
                        "may change procedures. Ask an administrator to name somebody.",
                        procedure=procedure.name,
                        decision=decision.sudo().name,  # no secret
                        deciders=decision._tell_deciders(),
                    )
                )
        self._note_approval(
            approval=ASKED,
            asked_by_id=self.env.uid,
            date_asked=fields.Datetime.now(),
            approved_by_id=False,
            approval_comment=False,
        )
        message = self.env._(
            "Asked for approval: it stands in My Day of %(deciders)s.",
            deciders=decision._tell_deciders(),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_at_rest(self):
        for procedure in self:
            if procedure.state in IN_FORCE or not procedure.active:
                raise UserError(
                    self.env._(
                        "“%(procedure)s” is in force or archived: there is nothing to "
                        "approve. Press Work on a New Version to change it.",
                        procedure=procedure.name,
                    )
                )

    def _note_approval(self, **values):
        # Noted by the addon alone, for whoever was asked whether they may.
        self.sudo().write(values)

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
        return [("approval", "=", ASKED), ("state", "not in", IN_FORCE)]

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
