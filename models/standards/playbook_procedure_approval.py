"""Nothing binds people before whoever decides that has approved it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..segments.bell import ring
from .playbook_procedure import DRAFT, IN_FORCE, OBSERVE

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
        record = self._origin
        if not decision.sudo().active:
            # Asked no longer: whoever may change it decides. That alone is looked at.
            return (record or self.browse()).has_access("write")
        if not record:
            # Not saved yet; nothing is told of the profiles.
            return self.env.user in decision.sudo().decider_ids.user_ids
        return decision._may_decide(record, author=record.author_id)

    def _check_may_decide(self, author=None):
        """:param author: who writes it, where that is not who did so last.

        :raise AccessError: where somebody else decides.
        """
        decision = self._get_decision()
        for procedure in self:
            decision._check_may_decide(
                procedure, author=author or procedure.author_id
            )

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
                        "decided by %(deciders)s, and nobody else has that profile. "
                        "Ask an administrator to name somebody.",
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

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_approve(self):
        """Approve these: they come into force, and nobody notices yet (Observe)."""
        shown = self._approve()
        in_form = self.env.context.get("playbook_in_form")
        return shown._open_form() if in_form and len(shown) == 1 else None

    def action_open_refuse(self):
        """Open the dialog in which somebody says why these are refused."""
        self._check_asked()
        self._check_may_decide()
        dialog = self.env["playbook.procedure.decide"].create(
            {"procedure_ids": self.ids}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _check_asked(self):
        self.check_access("read")
        for procedure in self:
            if procedure.approval != ASKED or procedure.state in IN_FORCE:
                raise UserError(
                    self.env._(
                        "“%(procedure)s” waits for no approval: somebody has decided "
                        "on it, or changed it since. Open it again.",
                        procedure=procedure.name,
                    )
                )

    def _approve(self, comment=""):
        """:return: what is in force by that."""
        self._check_asked()
        self._check_may_decide()
        shown = self.browse()
        for procedure in self:
            people = procedure._get_waiting_people()
            # Whoever decides need not be one who writes procedures.
            begun = procedure.sudo()._come_into_force(comment).with_env(self.env)
            begun._tell_decided(APPROVED, comment, people)
            shown |= begun
        return shown

    def _refuse(self, comment):
        """:raise UserError: where nobody says why."""
        self._check_asked()
        self._check_may_decide()
        if not (comment or "").strip():
            raise UserError(
                self.env._(
                    "Say why “%(procedure)s” is refused: whoever asked needs to know "
                    "what to change.",
                    procedure=self[:1].name or "",
                )
            )
        for procedure in self:
            people = procedure._get_waiting_people()
            procedure._tell_decided(REFUSED, comment, people)
            procedure._note_approval(
                approval=REFUSED, approval_comment=comment, approved_by_id=self.env.uid
            )
        self._record_decided()

    def _record_decided(self):
        decision = self._get_decision()
        for procedure in self:
            decision._record_decided(procedure)

    def _come_into_force(self, comment=""):
        """Observe from now on, what was approved.

        :return: what is in force by that.
        """
        self.ensure_one()
        self.write({"state": OBSERVE, "approval_comment": comment or False})
        return self

    def _get_waiting_people(self):
        """Who wants to know what is decided: who asked, and who wrote it."""
        # Who that is, is no secret to who decides on it.
        noted = self.sudo()
        people = noted.asked_by_id | noted.author_id
        return people.filtered(
            lambda user: (
                user.active and not user._is_superuser() and user != self.env.user
            )
        ).with_env(self.env)

    def _tell_decided(self, approval, comment, people):
        """Keep it in the chatter, and ring Odoo's bell for ``people``."""
        self.ensure_one()
        words = {"procedure": self.name, "person": self.env.user.name}
        if approval == APPROVED:
            subject = self.env._("%(procedure)s is approved by %(person)s.", **words)
        else:
            subject = self.env._("%(procedure)s is refused by %(person)s.", **words)
        body = f"{subject} {comment}" if comment else subject
        # Whoever decides need not be one who writes procedures.
        self.sudo()._message_log(body=body)
        for user in people:
            ring(self.env, user, subject, body, self)

    @api.model
    def _get_waiting_domain(self):
        return [("approval", "=", ASKED), ("state", "=", DRAFT)]

    def _check_is_allowed(self, vals_list):
        """What the addon notes, nobody else writes."""
        own = {
            *("approval", "author_id", "asked_by_id", "date_asked", "approved_by_id"),
            *("approval_comment", "version", "changed_at_rest", "version_ids"),
            *("revises_id", "revised_version"),
        }
        if self.env.su or all(own.isdisjoint(vals) for vals in vals_list):
            return
        raise AccessError(
            self.env._(
                "Who approved a procedure, and which version it is, is noted by the "
                "addon and cannot be written. Use the buttons of its form."
            )
        )
