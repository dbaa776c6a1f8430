"""An objective binds people once whoever decides that has approved it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..segments.bell import ring
from .playbook_objective import ACHIEVED, ACTIVE, ASKED, CLOSED, DRAFT, MISSED, NO_DATA

DECISION = "crm_playbook.decision_objective"


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

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
        tracking=True,
    )
    approval_comment = fields.Text(
        string="Said about it",
        readonly=True,
        copy=False,
        help="What whoever decided said.",
    )
    may_decide = fields.Boolean(compute="_compute_may_decide", exportable=False)

    @api.depends("state", "author_id", "company_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for objective in self:
            objective.may_decide = objective._may_decide()

    @api.model
    def _get_decision(self):
        """The decision type that activating an objective is."""
        return self.env.ref(DECISION)

    def _may_decide(self):
        """Whether the user may activate, change and close this."""
        self.ensure_one()
        decision = self._get_decision()
        decided = decision.sudo()  # who decides is no secret
        record = self._origin
        if not decided.active:
            # Asked no longer: whoever may change it decides.
            return (record or self.browse()).has_access("write")
        if not record:
            # Not saved yet.
            return self.env.user in decided.decider_ids.user_ids
        return decision._may_decide(record, author=record.author_id)

    def _check_may_decide(self):
        """:raise AccessError: where somebody else decides."""
        decision = self._get_decision()
        if not decision.sudo().active:  # no secret
            # Asked no longer: whoever may change it decides.
            self.check_access("write")
        for objective in self:
            decision._check_may_decide(objective, author=objective.author_id)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask whoever decides; refused with what is not clear yet."""
        self.check_access("write")
        self._check_state(DRAFT)
        self._check_is_clear()
        decision = self._get_decision()
        for objective in self:
            if not decision._get_deciders(objective, objective.author_id):
                raise UserError(
                    self.env._(
                        "Nobody could approve “%(objective)s”: “%(decision)s” is "
                        "decided by %(deciders)s, and nobody else has that profile. "
                        "Ask an administrator to name somebody.",
                        objective=objective.display_name,
                        decision=decision.sudo().name,  # no secret
                        deciders=decision._tell_deciders(),
                    )
                )
        self._note(
            state=ASKED,
            asked_by_id=self.env.uid,
            date_asked=fields.Datetime.now(),
            approved_by_id=False,
            approval_comment=False,
        )
        return self._tell(
            self.env._(
                "Asked for approval: it stands in My Day of %(deciders)s.",
                deciders=decision._tell_deciders(),
            )
        )

    def action_hand_over(self):
        """Open the dialog in which the decision is handed over to who may decide."""
        self.ensure_one()
        return self._get_decision()._open_handover(self, author=self.author_id)

    def action_draft(self):
        """Work on these again: approval is not asked any more."""
        self.check_access("write")
        self._check_state(ASKED)
        self._note(state=DRAFT)

    @api.model
    def _tell(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_state(self, *states):
        self.check_access("read")
        names = dict(self._fields["state"]._description_selection(self.env))
        for objective in self:
            if objective.state not in states or not objective.active:
                raise UserError(
                    self.env._(
                        "“%(objective)s” is %(state)s by now, or archived: somebody "
                        "has decided on it, or changed it since. Open it again.",
                        objective=objective.display_name,
                        state=names[objective.state].lower(),
                    )
                )

    @api.model
    def _get_waiting_domain(self):
        return [("state", "=", ASKED)]

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_approve(self):
        """Activate these: the baseline is frozen, and from now on it is followed."""
        self._approve()

    def action_open_refuse(self):
        """Open the dialog in which somebody says why these are refused."""
        self._check_state(ASKED)
        self._check_as_seen()
        self._check_may_decide()
        dialog = self.env["playbook.objective.decide"].create(
            {"objective_ids": self.ids}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_close(self):
        """End these now: what they come to is computed, and stays."""
        self._check_state(ACTIVE)
        self._check_may_decide()
        self._update_standing()
        # It may be decided by that.
        left = self.filtered(lambda each: each.state == ACTIVE)
        left._close_now()

    def _close_now(self):
        """Closed before the deadline: reached, or not."""
        for objective in self:
            result = ACHIEVED if objective.reached_now else MISSED
            if objective.result == NO_DATA:
                result = NO_DATA
            objective._note(state=CLOSED, result=result)
            words = {"person": self.env.user.name}
            body = self.env._("Closed by %(person)s before the deadline.", **words)
            if objective._get_today() > objective.date_deadline:
                body = self.env._(
                    "Closed by %(person)s while its figures were open.", **words
                )
            # Noted by the addon alone.
            objective.sudo()._message_log(body=body)

    def _check_as_seen(self):
        """What somebody decides on is what they have read."""
        asked = fields.Datetime.to_datetime(self.env.context.get("playbook_seen"))
        for objective in self if asked else ():
            if objective.date_asked != asked:
                objective._refuse_as_changed()

    def _refuse_as_changed(self):
        raise UserError(
            self.env._(
                "“%(objective)s” has changed since you opened it: look at it again.",
                objective=self.display_name,
            )
        )

    def _approve(self):
        self._check_state(DRAFT, ASKED)
        self._check_as_seen()
        self._check_may_decide()
        self._check_is_clear()
        for objective, series in self._read_series().items():
            people = objective._get_waiting_people()
            values = {"state": ACTIVE, "approved_by_id": self.env.uid}
            baseline = objective._find_baseline(series)
            if baseline is not None:
                values |= objective._get_baseline_values(baseline)
            else:
                values["target_value"] = objective._get_known_target()
            objective._note(approval_comment=False, **values)
            objective._tell_decided(people)
        self._get_decision_recorded()
        self._update_standing()

    def _refuse(self, comment):
        """:raise UserError: where nobody says why."""
        self._check_state(ASKED)
        self._check_may_decide()
        if not (comment or "").strip():
            raise UserError(
                self.env._(
                    "Say why “%(objective)s” is refused: whoever asked needs to know "
                    "what to change.",
                    objective=self[:1].display_name or "",
                )
            )
        for objective in self:
            people = objective._get_waiting_people()
            objective._note(
                state=DRAFT, approval_comment=comment, approved_by_id=self.env.uid
            )
            objective._tell_decided(people, refused=comment)
        self._get_decision_recorded()

    def _get_decision_recorded(self):
        decision = self._get_decision()
        for objective in self:
            decision._record_decided(objective)

    def _get_waiting_people(self):
        """Who wants to know what is decided: who asked, wrote it and answers for it."""
        # Who that is, is no secret to who decides on it.
        noted = self.sudo()
        people = noted.asked_by_id | noted.author_id | noted.user_id
        return people.filtered(
            lambda user: (
                user.active and not user._is_superuser() and user != self.env.user
            )
        ).with_env(self.env)

    def _tell_decided(self, people, refused=""):
        """Keep it in the chatter, and ring Odoo's bell for ``people``."""
        words = {"objective": self.display_name, "person": self.env.user.name}
        if refused:
            subject = self.env._("%(objective)s is refused by %(person)s.", **words)
        else:
            subject = self.env._("%(objective)s is activated by %(person)s.", **words)
        body = f"{subject} {refused}" if refused else subject
        # Noted by the addon alone.
        self.sudo()._message_log(body=body)
        for user in people:
            ring(self.env, user, subject, body, self)
