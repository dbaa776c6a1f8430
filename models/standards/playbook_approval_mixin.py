"""Nothing binds people before whoever decides that has approved it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..segments.bell import ring

ASKED = "asked"


class PlaybookApprovalMixin(models.AbstractModel):
    """Records that bind people once whoever decides that has approved them.

    They have a discussion and activities, a company, and say in attributes what is
    theirs. They bring ``_approve()``, ``_check_is_clear()``,
    :meth:`_check_may_be_asked` and :meth:`_check_asked`, and keep others from writing
    what the addon notes here.
    """

    _name = "playbook.approval.mixin"
    _description = "What is approved before it binds"

    # The decision type that approving is.
    _approval_decision = None
    # Its field that is ``ASKED`` while these wait, and what that is when refused.
    _approval_field = None
    _approval_refused = None
    # Asks why these are refused: inherits ``playbook.refuse.mixin``.
    _approval_dialog = None

    author_id = fields.Many2one(
        "res.users",
        string="Last changed by",
        ondelete="set null",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
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

    @api.depends("author_id", "company_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for record in self:
            record.may_decide = record._may_decide()

    @api.model
    def _get_decision(self):
        """The decision type that approving these is."""
        return self.env.ref(self._approval_decision)

    def _may_decide(self):
        """Whether the user may decide that this binds people."""
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
        if not decision.sudo().active:  # no secret
            # Asked no longer: whoever may change it decides.
            self.check_access("write")
        for record in self:
            decision._check_may_decide(record, author=author or record.author_id)

    def _open_handover(self):
        """The dialog in which the decision is handed over to who may decide."""
        self.ensure_one()
        return self._get_decision()._open_handover(self, author=self.author_id)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask whoever decides; refused with what is not clear yet."""
        self.check_access("write")
        self._check_may_be_asked()
        self._check_is_clear()
        decision = self._get_decision()
        for record in self:
            if not decision._get_deciders(record, record.author_id):
                raise UserError(record._get_nobody_decides_words())
        self._note_approval(
            **{self._approval_field: ASKED},
            asked_by_id=self.env.uid,
            date_asked=fields.Datetime.now(),
            approved_by_id=False,
            approval_comment=False,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Asked for approval: it stands in My Day of %(deciders)s.",
                    deciders=decision._tell_deciders(),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_may_be_asked(self):
        """:raise UserError: where there is nothing to approve."""
        raise NotImplementedError

    def _get_nobody_decides_words(self):
        decision = self._get_decision()
        return self.env._(
            "Nobody could approve “%(record)s”: “%(decision)s” is decided by "
            "%(deciders)s, and nobody else has that profile. Ask an administrator to "
            "name somebody.",
            record=self.display_name,
            decision=decision.sudo().name,  # no secret
            deciders=decision._tell_deciders(),
        )

    def _get_field_label(self, name):
        return self._fields[name].get_description(self.env, ["string"])["string"]

    def _note_approval(self, **values):
        # Noted by the addon alone, for whoever was asked whether they may.
        self.sudo().write(values)

    @api.model
    def _get_waiting_domain(self):
        return Domain(self._approval_field, "=", ASKED)

    @api.model
    def _find_to_approve(self, ids=None):
        """Those that wait for the user to decide, of ``ids`` or all."""
        domain = self._get_waiting_domain()
        if ids is not None:
            domain &= Domain("id", "in", ids)
        waiting = self.search(domain, order="date_asked, id")
        # Who decides is no secret; most people do not, and nothing more is asked.
        decision = self._get_decision().sudo()
        deciders = decision.decider_ids.user_ids
        if not waiting or (decision.active and self.env.user not in deciders):
            return self.browse()
        return waiting.filtered(lambda record: record._may_decide())

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_open_refuse(self):
        """Open the dialog in which somebody says why these are refused."""
        self._check_asked()
        self._check_may_decide()
        Dialog = self.env[self._approval_dialog]
        dialog = Dialog.create({Dialog._refused_field: self.ids})
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
        """:raise UserError: where these do not wait, or not as they were read."""
        raise NotImplementedError

    def _check_as_seen(self):
        """What somebody decides on is what they have read: the context tells when
        approval was asked for that (``playbook_seen``), where somebody knows.
        """
        asked = fields.Datetime.to_datetime(
            self.env.context.get("playbook_seen") or False
        )
        for record in self if asked else ():
            if record.date_asked != asked:
                record._refuse_as_changed()

    def _refuse_as_changed(self):
        raise UserError(
            self.env._(
                "“%(record)s” has changed since you opened it: look at it again.",
                record=self.display_name,
            )
        )

    def _refuse(self, comment):
        """:raise UserError: where nobody says why."""
        self._check_asked()
        self._check_may_decide()
        if not (comment or "").strip():
            raise UserError(
                self.env._(
                    "Say why “%(record)s” is refused: whoever asked needs to know what "
                    "to change.",
                    record=self[:1].display_name or "",
                )
            )
        for record in self:
            people = record._get_waiting_people()
            record._note_approval(
                **{self._approval_field: self._approval_refused},
                approval_comment=comment,
                approved_by_id=self.env.uid,
            )
            record._tell_decided(people, record._get_refused_words(), comment)
        self._record_decided()

    def _record_decided(self):
        decision = self._get_decision()
        for record in self:
            decision._record_decided(record)

    def _get_concerned(self):
        """Who wants to know what is decided: who asked, and who wrote it."""
        return self.asked_by_id | self.author_id

    def _get_waiting_people(self):
        """Whom to tell what is decided: colleagues other than who decides."""
        # Who that is, is no secret to who decides on it.
        people = self.sudo()._get_concerned()
        return people.filtered(
            lambda user: (
                user.active and not user._is_superuser() and user != self.env.user
            )
        ).with_env(self.env)

    def _get_approved_words(self):
        return self.env._(
            "%(record)s is approved by %(person)s.",
            record=self.display_name,
            person=self.env.user.name,
        )

    def _get_refused_words(self):
        return self.env._(
            "%(record)s is refused by %(person)s.",
            record=self.display_name,
            person=self.env.user.name,
        )

    def _tell_decided(self, people, subject, comment=""):
        """Keep it in the chatter, and ring Odoo's bell for ``people``."""
        self.ensure_one()
        body = f"{subject} {comment}" if comment else subject
        # Noted by the addon alone.
        self.sudo()._message_log(body=body)
        for user in people:
            ring(self.env, user, subject, body, self)
