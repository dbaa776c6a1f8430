"""An objective binds people once whoever decides that has approved it."""

from odoo import fields, models
from odoo.exceptions import UserError

from .playbook_objective import ACHIEVED, ACTIVE, ASKED, CLOSED, DRAFT, MISSED, NO_DATA


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    _approval_decision = "crm_playbook.decision_objective"
    _approval_field = "state"
    _approval_refused = DRAFT
    _approval_dialog = "playbook.objective.decide"

    approved_by_id = fields.Many2one(tracking=True)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_hand_over(self):
        """Open the dialog in which the decision is handed over to who may decide."""
        self.ensure_one()
        return self._open_handover()

    def action_draft(self):
        """Work on these again: approval is not asked any more."""
        self.check_access("write")
        self._check_state(ASKED)
        self._note(state=DRAFT)

    def _check_may_be_asked(self):
        self._check_state(DRAFT)

    def _check_asked(self):
        self._check_state(ASKED)
        self._check_as_seen()

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

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_approve(self):
        """Activate these: the baseline is frozen, and from now on it is followed."""
        self._approve()

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

    def _approve(self):
        # Whoever decides need not ask.
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
            objective._tell_decided(people, objective._get_approved_words())
        self._record_decided()
        self._update_standing()

    def _get_concerned(self):
        return super()._get_concerned() | self.user_id

    def _get_approved_words(self):
        return self.env._(
            "%(objective)s is activated by %(person)s.",
            objective=self.display_name,
            person=self.env.user.name,
        )
