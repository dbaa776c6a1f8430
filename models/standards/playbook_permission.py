from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .channel import ALLOWED_KEY, Allowed
from .playbook_gate_answers import ANSWERS_KEY

ASKED, GRANTED, REFUSED, OVER = "asked", "granted", "refused", "over"
KINDS = [("stage", "Another stage"), ("won", "Won"), ("lost", "Lost")]


class PlaybookPermission(models.Model):
    """A salesperson asks for a deal to move though something is missing.

    Whoever may allow it does so with one click; that completes the move, in the name
    and with the rights of who asked.
    """

    _name = "playbook.permission"
    _description = "Permission to go on"
    _inherit = ["playbook.mirror.mixin"]
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    approver_id = fields.Many2one(
        "res.users",
        string="Asked of",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    kind = fields.Selection(KINDS, string="Move", required=True, readonly=True)
    from_stage_id = fields.Many2one("crm.stage", ondelete="set null", readonly=True)
    to_stage_id = fields.Many2one(
        "crm.stage", string="To stage", ondelete="cascade", readonly=True
    )
    lost_reason_id = fields.Many2one(
        "crm.lost.reason", ondelete="set null", readonly=True
    )
    reason = fields.Text(readonly=True, help="Why it should move all the same.")
    missing = fields.Text(string="What is missing", readonly=True)
    state = fields.Selection(
        [
            (ASKED, "Asked"),
            (GRANTED, "Allowed"),
            (REFUSED, "Refused"),
            (OVER, "No longer needed"),
        ],
        required=True,
        default=ASKED,
        readonly=True,
    )
    decided_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    date_decided = fields.Datetime(string="Decided", readonly=True)
    comment = fields.Text(readonly=True, help="What whoever decided said.")
    answer_seen = fields.Boolean(readonly=True, help="Whoever asked knows the answer.")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    move_words = fields.Char(string="What", compute="_compute_move_words")

    _open_of_approver = models.Index("(approver_id) WHERE state = 'asked'")

    @api.depends("lead_id", "move_words")
    def _compute_display_name(self):
        for permission in self:
            name = permission.lead_id.display_name or ""
            permission.display_name = f"{name}: {permission.move_words}"

    @api.depends("kind", "to_stage_id")
    def _compute_move_words(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for permission in self:
            stage = permission.kind == "stage" and permission.to_stage_id.name
            permission.move_words = stage or kinds.get(permission.kind)

    @api.depends_context("uid")
    @api.depends("state", "approver_id")
    def _compute_can_decide(self):
        for permission in self:
            permission.can_decide = (
                permission.state == ASKED and permission._may_be_decided()
            )

    def _may_be_decided(self):
        if self.user_id == self.env.user:
            return False
        covered = self.env.user._get_covered_users()
        if self.approver_id in covered:
            return True
        decision = self.env["playbook.gate"]._get_exception_type()
        # Archived, it is decided by who was asked alone.
        return decision.sudo().active and decision._may_decide(self.lead_id)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _ask(self, leads, values, reason):
        """Ask for ``leads`` to move: each of its team leader.

        :param values: ``kind``, and ``to_stage_id`` or ``lost_reason_id``.
        :return: what to tell.
        :raise UserError: where nobody could allow it.
        """
        permitters = self.env["playbook.gate"]._get_permitters(leads)
        missing = leads._describe_missing(values)
        rows = [
            {
                **self._prepare(lead, approver, values, reason),
                "missing": missing.get(lead.id, False),
            }
            for lead, approver in permitters.items()
        ]
        # Written by the addon alone; who asks may write the leads.
        own = self.sudo()
        earlier = own.search(
            [
                ("lead_id", "in", leads.ids),
                ("user_id", "=", self.env.uid),
                ("state", "=", ASKED),
            ]
        )
        earlier.write({"state": OVER})
        own.create(rows)
        # Who leads is no secret.
        names = dict.fromkeys(each.sudo().name for each in permitters.values())
        return self.env._(
            "Asked %(names)s. It moves as soon as it is allowed; you see the answer in "
            "My Day.",
            names=", ".join(names),
        )

    @api.model
    def _prepare(self, lead, approver, values, reason):
        if not approver:
            raise UserError(
                self.env._(
                    "Nobody could allow it: “%(lead)s” has no team leader who may see "
                    "it, and nobody else decides on exceptions. Fill in what is "
                    "missing, or ask an administrator to name a team leader.",
                    lead=lead.display_name,
                )
            )
        return {
            **values,
            "lead_id": lead.id,
            "user_id": self.env.uid,
            "approver_id": approver.id,
            "from_stage_id": lead.stage_id.id,
            "reason": reason,
        }

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_open_decide(self):
        """Open the dialog in which this is decided, with a word about it."""
        self.ensure_one()
        self._check_decides()
        dialog = self.env["playbook.permission.decide"].create(
            {"permission_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Permission to go on"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_allow(self):
        """Allow it: the move is completed; with what the context says as
        ``playbook_comment``.
        """
        self._check_decides()
        for permission in self:
            permission._move()
        self._decide(GRANTED)

    def action_refuse(self):
        """Refuse it; as :meth:`action_allow`."""
        self._check_decides()
        self._decide(REFUSED)

    def _check_decides(self):
        self.check_access("read")
        for permission in self:
            if permission.state != ASKED:
                raise UserError(
                    self.env._(
                        "“%(permission)s” has been decided, or is no longer needed.",
                        permission=permission.display_name,
                    )
                )
            if not permission._may_be_decided():
                # Who leads is no secret.
                approver = permission.approver_id.sudo().name
                raise AccessError(
                    self.env._(
                        "“%(permission)s” is for %(approver)s to allow, not for you.",
                        permission=permission.display_name,
                        approver=approver or "",
                    )
                )

    def _decide(self, state):
        comment = self.env.context.get("playbook_comment")
        # Who decides is checked before; written by the addon alone.
        self.sudo().write(
            {
                "state": state,
                "comment": isinstance(comment, str) and comment,
                "decided_by_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )

    def _move(self):
        """Do what was asked for, with the rights of who asked."""
        person = self.user_id
        allowed = Allowed(self.lead_id.ids, self.env.uid, self.reason or "")
        lead = self.lead_id.with_user(person).with_context(
            **{
                ALLOWED_KEY: allowed,
                # What whoever decides has typed is theirs.
                ANSWERS_KEY: None,
                # Where colleagues work is compared, not told.
                "allowed_company_ids": person.sudo().company_ids.ids,
            }
        )
        if lead.stage_id != self.from_stage_id or lead.won_status != "pending":
            raise UserError(
                self.env._(
                    "“%(lead)s” has moved since: nothing is left to allow.",
                    lead=lead.display_name,
                )
            )
        if self.kind == "won":
            lead.action_set_won()
        elif self.kind == "lost":
            lead.action_set_lost(lost_reason_id=self.lost_reason_id.id)
        else:
            lead.stage_id = self.to_stage_id

    def _filter_waiting(self):
        """Those of these that still are to be decided: their leads have not moved."""
        return self.filtered(
            lambda each: (
                each.state == ASKED
                and each.lead_id.active
                and each.lead_id.won_status == "pending"
                and each.lead_id.stage_id == each.from_stage_id
            )
        )

    @api.model
    def _end_moved(self):
        """What has moved on another way needs no permission any more."""
        asked = self.search([("state", "=", ASKED)])
        (asked - asked._filter_waiting()).write({"state": OVER})
