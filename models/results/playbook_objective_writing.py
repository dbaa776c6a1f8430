"""Writing objectives: what was agreed stays, or is changed by who may decide that."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .objective_figures import find_target
from .playbook_objective import ACTIVE, ASKED, CLOSED, DRAFT, LEVELS, NOT_ACTIVE

# What the addon alone notes, with what it is at the beginning.
NOTED = {
    *("state", "result", "reached_now", "has_baseline", "baseline_value"),
    *("baseline_numerator", "baseline_denominator", "baseline_from", "baseline_to"),
    *("baseline_estimated", "target_value", "has_current", "current_value"),
    *("current_to", "expected_value", "progress", "date_computed", "author_id"),
    *("asked_by_id", "date_asked", "approved_by_id", "approval_comment", "problem"),
}
# Whose figures, and since when: the baseline is of these.
FROZEN = {
    *("indicator_id", "company_id", "team_id", "figures_user_id", "segment_id"),
    *("date_start", "window"),
}
AGREED = {"goal", "amount", "date_deadline", "active"}
# Said about it, without changing what is agreed.
SAID = {"sequence", "review_date", "user_id", "reason", "title", "parent_id", "level"}
# Of these, what whoever decides has read.
READ = {"user_id", "reason", "title", "parent_id", "level"}
ORDER = [level for level, _name in LEVELS]


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"
    _parent_store = True

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                written = {
                    name
                    for name in NOTED & vals.keys()
                    if vals[name] and (name, vals[name]) not in self._get_beginning()
                }
                if written:
                    self._refuse_noted(written)
        return super().create(vals_list)

    @api.model
    def _get_beginning(self):
        return {
            ("state", DRAFT),
            ("result", NOT_ACTIVE),
            ("author_id", self.env.uid),
        }

    def write(self, vals):
        if self.env.su or not vals:
            return super().write(vals)
        names = vals.keys() - {"message_follower_ids", "activity_ids"}
        if NOTED & names:
            self._refuse_noted(NOTED & names)
        content = names & (FROZEN | AGREED)
        bound = self.filtered(lambda each: each.state in (ACTIVE, CLOSED))
        if content and bound:
            bound._check_may_change(content)
        result = super().write(vals)
        if not content and READ & names:
            self.filtered(lambda each: each.state == ASKED)._end_asking()
        if content:
            self._end_asking()
            active = bound.filtered(lambda each: each.state == ACTIVE and each.active)
            if {"goal", "amount", "date_deadline"} & content:
                active._check_is_clear()
                active._take_new_target()
        return result

    def _refuse_noted(self, names):
        raise AccessError(
            self.env._(
                "Where an objective stands, its baseline and who approved it are noted "
                "by the addon and cannot be written (%(fields)s). Use the buttons of "
                "its form.",
                fields=", ".join(sorted(names)),
            )
        )

    def _check_may_change(self, names):
        frozen = names & FROZEN
        closed = self.filtered(lambda each: each.state == CLOSED)
        if frozen or (closed and names - {"active"}):
            raise UserError(
                self.env._(
                    "“%(objective)s” has its baseline, and %(fields)s cannot change "
                    "under it. Close it, duplicate it, and change the new one.",
                    objective=self[:1].display_name,
                    fields=", ".join(
                        self._get_field_label(name)
                        for name in sorted(frozen or names - {"active"})
                    ),
                )
            )
        self._check_may_decide()

    def _take_new_target(self):
        """What is to be reached has changed: it is noted, and where it stands."""
        for objective in self:
            objective._note(target_value=objective._get_known_target())
        self._update_standing()

    def _get_known_target(self):
        """The target; 0 while it depends on a baseline that is missing."""
        baseline = self._get_baseline()
        return find_target(self.goal, self.better, baseline, self.amount) or 0

    def _end_asking(self):
        """Somebody changes what is asked for: what was asked is another thing."""
        self.filtered(lambda each: each.state == ASKED)._note(state=DRAFT)
        others = self.filtered(
            lambda each: each.state == DRAFT and each.author_id != self.env.user
        )
        others._note(author_id=self.env.uid)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for objective in self:
            if objective.state in (ACTIVE, CLOSED):
                raise UserError(
                    self.env._(
                        "“%(objective)s” was agreed, and what it came to is kept. "
                        "Close it and archive it instead.",
                        objective=objective.display_name,
                    )
                )

    def _set_review_date(self, day):
        self.review_date = day

    # ------------------------------------------------------------------
    # What cannot be
    # ------------------------------------------------------------------

    @api.constrains("date_start", "date_deadline")
    def _check_dates(self):
        for objective in self:
            if (
                objective.date_deadline
                and objective.date_deadline <= objective.date_start
            ):
                raise ValidationError(
                    self.env._(
                        "The deadline of “%(objective)s” is not after its beginning. "
                        "Choose a later day.",
                        objective=objective.display_name,
                    )
                )

    @api.constrains("user_id")
    def _check_responsible(self):
        for objective in self:
            if objective.state in (ASKED, ACTIVE) and not objective.user_id:
                raise ValidationError(
                    self.env._(
                        "Nobody would answer for “%(objective)s”, which is active or "
                        "to be approved. Choose somebody.",
                        objective=objective.display_name,
                    )
                )

    @api.constrains("parent_id", "level")
    def _check_levels(self):
        names = dict(self._fields["level"]._description_selection(self.env))
        for objective in self | self.child_ids:
            parent = objective.parent_id
            if parent and ORDER.index(parent.level) >= ORDER.index(objective.level):
                raise ValidationError(
                    self.env._(
                        "“%(objective)s” (%(level)s) cannot serve “%(parent)s” "
                        "(%(parent_level)s): initiatives serve strategies, and both "
                        "serve the company's objectives. Change its level, or what it "
                        "serves.",
                        objective=objective.display_name,
                        level=names[objective.level],
                        parent=parent.display_name,
                        parent_level=names[parent.level],
                    )
                )
