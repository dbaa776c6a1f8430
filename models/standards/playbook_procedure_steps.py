"""The steps of a procedure: up with approval, down at any time."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .playbook_procedure import DRAFT, ENFORCE, IN_FORCE, OBSERVE, RETIRED, WARN
from .playbook_procedure_approval import APPROVED, NONE

# How much each binds.
RANKS = {DRAFT: 0, RETIRED: 0, OBSERVE: 1, WARN: 2, ENFORCE: 3}
REVIEW_MONTHS = 6


class PlaybookProcedure(models.Model):
    """By a button, an import or a program alike."""

    _inherit = "playbook.procedure"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_is_allowed(vals_list)
        # Nor does it come from the context, or from the user's defaults.
        noted = {} if self.env.su else self._get_noted_values()
        drafts = [{**noted, **vals, "state": DRAFT} for vals in vals_list]
        procedures = super().create(drafts)
        for procedure, vals in zip(procedures, vals_list, strict=True):
            if vals.get("state", DRAFT) != DRAFT:
                procedure.state = vals["state"]
        return procedures

    def write(self, vals):
        self._check_is_allowed([vals])
        rising = self._get_rising(vals)
        if not rising:
            result = super().write(vals)
            if vals.get("state") in (DRAFT, RETIRED):
                self._note_approval(approval=NONE)
            return result
        rising._check_may_rise(self._is_changing(vals))
        beginning = rising.filtered(lambda each: not each._get_rank())
        # What was changed before in this transaction, was changed at rest.
        self._write_versions()
        if not vals.get("review_date"):
            undated = rising.filtered(lambda each: not each.review_date)
            (beginning | undated)._plan_review()
        result = super().write(vals)
        # Who steps down is not asked for anything.
        rising._check_clear()
        beginning._begin_version()
        user = self.env.user
        decided_by = user.browse() if user._is_superuser() else user
        rising._note_approval(approval=APPROVED, approved_by_id=decided_by.id)
        rising._record_decided()
        return result

    def _get_rank(self):
        """How much this binds now: what is archived binds nobody."""
        return RANKS.get(self.state, 0) if self.active else 0

    def _get_rising(self, vals):
        """Those that would bind more than they do, with ``vals``."""
        if vals.get("state") in RANKS:
            return self.filtered(lambda each: RANKS[vals["state"]] > each._get_rank())
        if vals.get("active"):
            return self.filtered(
                lambda each: not each.active and each.state in IN_FORCE
            )
        return self.browse()

    def _check_may_rise(self, changing):
        """:param changing: whether what they ask for is changed along with it."""
        self.check_access("write")
        revised = self.filtered("revises_id")[:1]
        if revised:
            raise UserError(
                self.env._(
                    "“%(procedure)s” is a new version of what is in force: approve "
                    "it, and it takes the place of that.",
                    procedure=revised.name,
                )
            )
        if not self.env.su:
            self._check_may_decide(self.env.user if changing else None)

    def _plan_review(self):
        today = fields.Date.context_today(self)
        due = self.filtered(
            lambda each: not each.review_date or each.review_date <= today
        )
        if due:
            # Not a thing to be approved.
            due.sudo().review_date = fields.Date.add(today, months=REVIEW_MONTHS)

    def _set_review_date(self, day):
        """Note when these are looked at again; that may be whoever answers for them."""
        self.review_date = day

    @api.constrains("review_date")
    def _check_review_date(self):
        for procedure in self:
            if procedure.state in IN_FORCE and not procedure.review_date:
                raise ValidationError(
                    self.env._(
                        "“%(procedure)s” is in force: say when its responsible looks "
                        "at it again (Next review).",
                        procedure=procedure.name,
                    )
                )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_observe(self):
        """Count from now on what would have been missing; also lets go."""
        return self._step(OBSERVE)

    def action_warn(self):
        """Let the work go on, and make what is missing a point to fix."""
        return self._step(WARN)

    def action_enforce(self):
        """Ask from now on for what is missing before the work goes on."""
        return self._step(ENFORCE)

    def _step(self, state):
        down = self.filtered(lambda each: RANKS[each.state] > RANKS[state])
        if down:
            down.write({"state": state})
        up = self.filtered(lambda each: RANKS[each.state] < RANKS[state])
        return up._step_up(state) if up else None

    def _step_up(self, state):
        """Show what it would mean, to who decides; have it decided by others."""
        self.ensure_one()
        self.check_access("write")
        self._check_is_clear()
        if self._may_decide():
            return self._open_impact(state)
        if self.state not in IN_FORCE:
            return self.action_ask_approval()
        return self._open_handover()

    def _go(self, state):
        """Step up, if that may be: here the dialog of the preview ends.

        :return: an action to open what is in force by that, or None.
        :raise UserError: if it binds as much already, or is archived.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_goes_up(state)
        self._check_is_clear()
        if self.revises_id:
            self._check_may_decide()
            # Whoever decides has decided.
            return self.sudo()._come_into_force().with_env(self.env)._open_form()
        self.write({"state": state})
        return None

    def _check_goes_up(self, state):
        if self.active and RANKS.get(state, 0) > RANKS[self.state]:
            return
        raise UserError(
            self.env._(
                "“%(procedure)s” has changed since you opened this: somebody has taken "
                "a step with it, or archived it. Close this, and look at it again.",
                procedure=self.name,
            )
        )
