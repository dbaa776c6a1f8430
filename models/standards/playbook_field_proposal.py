from odoo import api, fields, models
from odoo.exceptions import UserError

KEEP, HIDE, SHOW = "keep", "hide", "show"
SETTLED, PROPOSED, APPLIED, DECLINED = "settled", "proposed", "applied", "declined"
# Why something is kept or left out.
FORM, PROCEDURE, ELSEWHERE, FEW = "form", "procedure", "elsewhere", "few"
WORKED_OUT, FILLED, UNUSED, NOTHING = "worked_out", "filled", "unused", "nothing"
REASONS = [
    (FORM, "The form needs it"),
    (PROCEDURE, "A procedure requires it"),
    (ELSEWHERE, "Used elsewhere"),
    (FEW, "Too few records"),
    (WORKED_OUT, "Nothing is kept in it"),
    (FILLED, "Filled in"),
    (UNUSED, "Hardly filled in"),
    (NOTHING, "What stands in it says nothing"),
]
NEVER_SHOWN, ALWAYS_SHOWN = "0", "1"


class PlaybookFieldProposal(models.Model):
    """Whether a field should stay on the form of a profile, and why.

    Written by the addon alone. Applying it changes the profile's screen and nothing
    else: *Show everything* still shows the field, and no value is deleted.
    """

    _name = "playbook.field.proposal"
    _description = "Proposal for a form"
    _rec_name = "usage_id"
    _order = "profile_id, entity, state_order, id"

    usage_id = fields.Many2one(
        "playbook.field.usage",
        string="Field",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    item_id = fields.Many2one(
        "playbook.screen.item",
        string="Part of the form",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    profile_id = fields.Many2one(
        related="item_id.screen_id.profile_id",
        store=True,
        index=True,
        ondelete="cascade",
    )
    entity = fields.Selection(related="usage_id.entity", store=True)
    shown = fields.Selection(related="item_id.shown", string="Shown now")
    proposal = fields.Selection(
        [(KEEP, "Keep"), (HIDE, "Hide"), (SHOW, "Show again")],
        required=True,
        readonly=True,
        default=KEEP,
    )
    reason = fields.Selection(REASONS, required=True, readonly=True, default=FILLED)
    why = fields.Char(compute="_compute_why")
    state = fields.Selection(
        [
            (SETTLED, "Nothing to decide"),
            (PROPOSED, "To decide"),
            (APPLIED, "Done"),
            (DECLINED, "Declined"),
        ],
        required=True,
        readonly=True,
        default=SETTLED,
        index=True,
    )
    state_order = fields.Integer(compute="_compute_state_order", store=True)
    fill_rate = fields.Float(related="usage_id.fill_rate")
    valid_rate = fields.Float(related="usage_id.valid_rate")
    shown_before = fields.Char(
        readonly=True, help="Where it was shown before this was done."
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="set null"
    )
    date_decided = fields.Date(string="Decided on", readonly=True)
    # What was known when it was declined: see _is_raised_again.
    decided_rate = fields.Float(readonly=True, aggregator=None)
    decided_records = fields.Integer(readonly=True, aggregator=None)
    decided_reason = fields.Char(readonly=True)

    _once = models.Constraint(
        "UNIQUE(item_id)", "There is one proposal for each part of a form."
    )

    @api.depends("state")
    def _compute_state_order(self):
        order = {PROPOSED: 0, DECLINED: 1, APPLIED: 2, SETTLED: 3}
        for each in self:
            each.state_order = order.get(each.state, 3)

    @api.depends("reason", "usage_id.valid_rate", "usage_id.fill_rate", "shown")
    @api.depends_context("lang")
    def _compute_why(self):
        for each in self:
            each.why = each._get_why()

    def _get_why(self):
        usage = self.usage_id
        figures = {
            "rate": f"{usage.fill_rate:.0f}",
            "valid": f"{usage.valid_rate:.0f}",
            "count": usage.record_count,
            "filled": usage.filled_count,
            "procedures": usage.procedure_count,
            "uses": usage.use_count,
        }
        return {
            FORM: self.env._("It must be filled in on the form."),
            PROCEDURE: self.env._("Required by procedures: %(procedures)s.", **figures),
            ELSEWHERE: self.env._(
                "Conditions and other things that work with it: %(uses)s.", **figures
            ),
            FEW: self.env._("Of %(count)s records nothing can be said yet.", **figures),
            WORKED_OUT: self.env._("Nothing is kept in it, so nothing can be counted."),
            FILLED: self.env._("Filled in on %(rate)s %% of the records.", **figures),
            UNUSED: self.env._(
                "Filled in on %(filled)s of %(count)s records, required by no "
                "procedure, used nowhere.",
                **figures,
            ),
            NOTHING: self.env._(
                "Filled in on %(rate)s %% of the records, but says something only on "
                "%(valid)s %%; required by no procedure, used nowhere.",
                **figures,
            ),
        }[self.reason]

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_apply(self):
        """Do what is proposed: leave the fields out on their forms, or show them."""
        self._check_may_decide()
        self._check_waits()
        before = {each: each.shown for each in self}
        for proposal, same in self.grouped("proposal").items():
            # With the rights, and the checks, of whoever shapes the form.
            same.item_id.write(
                {"shown": NEVER_SHOWN if proposal == HIDE else ALWAYS_SHOWN}
            )
        for each in self:
            each._decide(APPLIED, shown_before=before[each])
        return self._open_again()

    def action_decline(self):
        """Leave the forms as they are; asked again when the figures are others."""
        self._check_may_decide()
        self._check_waits()
        for each in self:
            each._decide(DECLINED)

    def action_undo(self):
        """Put back on the form what was decided, and decide again."""
        self._check_may_decide()
        for each in self.filtered(lambda one: one.state in (APPLIED, DECLINED)):
            if each.state == APPLIED:
                each.item_id.write({"shown": each.shown_before or ALWAYS_SHOWN})
            each._decide(PROPOSED)
        return self._open_again()

    @api.model
    def _open_again(self):
        """Views are made anew: their forms are others now."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _decide(self, state, shown_before=False):
        usage = self.usage_id
        # Written by the addon alone; who may was checked.
        self.sudo().write(
            {
                "state": state,
                "shown_before": shown_before,
                "decided_by_id": self.env.uid if state != PROPOSED else False,
                "date_decided": fields.Date.context_today(self)
                if state != PROPOSED
                else False,
                "decided_rate": usage.valid_rate,
                "decided_records": usage.record_count,
                "decided_reason": self.reason,
            }
        )

    def _check_may_decide(self):
        self.check_access("read")
        self.item_id.check_access("write")

    def _check_waits(self):
        """:raise UserError: if there is nothing to decide, or no longer."""
        for each in self:
            if each.state != PROPOSED:
                raise UserError(
                    self.env._(
                        "Nothing is to be decided about “%(field)s” on the form "
                        "“%(form)s”. Choose those that are to decide, or undo it "
                        "first.",
                        field=each.usage_id.display_name,
                        form=each.item_id.screen_id.display_name,
                    )
                )
