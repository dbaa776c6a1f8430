from odoo import api, fields, models
from odoo.fields import Command

from ...models.standards.playbook_approval_mixin import ASKED
from ...models.standards.playbook_procedure import ENFORCE, IN_FORCE, OBSERVE, WARN
from ...models.standards.playbook_procedure_preview import (
    PERSON,
    REQUIREMENT,
    SEGMENT,
    STAGE,
)

# Where none of so many fulfils a requirement, perhaps nobody can.
TELLING = 10
# What colleagues are called is read past the rules; the others are read by all.
GROUP_MODELS = {
    STAGE: "crm.stage",
    PERSON: "res.users",
    SEGMENT: "playbook.segment",
}


class PlaybookProcedureImpact(models.TransientModel):
    """Whom a step up of a procedure touches, before it is taken.

    The numbers are those of the whole company; what stands behind them opens with the
    rights of who looks.
    """

    _name = "playbook.procedure.impact"
    _description = "What a procedure would do today"

    procedure_id = fields.Many2one(
        "playbook.procedure", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(
        [(OBSERVE, "Observe"), (WARN, "Warn"), (ENFORCE, "Enforce")],
        required=True,
        readonly=True,
    )
    for_approval = fields.Boolean(
        readonly=True, help="Opened by who is asked for approval."
    )
    is_revision = fields.Boolean(compute="_compute_shown_state")
    may_approve = fields.Boolean(compute="_compute_may_approve")
    shown_state = fields.Selection(
        [(OBSERVE, "Observe"), (WARN, "Warn"), (ENFORCE, "Enforce")],
        compute="_compute_shown_state",
        help="How much it binds then: a new version as much as what it replaces.",
    )
    total_count = fields.Integer(string="Asked of", readonly=True)
    short_count = fields.Integer(string="Fall short", readonly=True)
    blocked_count = fields.Integer(string="Could not go on", readonly=True)
    sentence = fields.Char(string="Today", compute="_compute_words")
    consequence = fields.Char(string="What happens", compute="_compute_words")
    further = fields.Char(string="To know", compute="_compute_words")
    unfulfilled = fields.Char(
        string="Fulfilled by nobody", compute="_compute_unfulfilled"
    )
    problem = fields.Text(related="procedure_id.impact_problem")
    line_ids = fields.One2many("playbook.procedure.impact.line", "impact_id")
    requirement_line_ids = fields.One2many(
        *("playbook.procedure.impact.line", "impact_id"),
        string="What is missing",
        domain=[("kind", "=", REQUIREMENT)],
    )
    stage_line_ids = fields.One2many(
        *("playbook.procedure.impact.line", "impact_id"),
        string="By stage",
        domain=[("kind", "=", STAGE)],
    )
    person_line_ids = fields.One2many(
        *("playbook.procedure.impact.line", "impact_id"),
        string="By person",
        domain=[("kind", "=", PERSON)],
    )
    segment_line_ids = fields.One2many(
        *("playbook.procedure.impact.line", "impact_id"),
        string="By segment",
        domain=[("kind", "=", SEGMENT)],
    )

    @api.model_create_multi
    def create(self, vals_list):
        impacts = super().create(vals_list)
        for impact in impacts:
            impact.procedure_id._check_may_preview()
            impact._count()
        return impacts

    def _count(self):
        found = self.procedure_id._preview()
        lines = [line for each in found for line in self._get_lines(each)]
        self.write(
            {
                "total_count": sum(each.total for each in found),
                "short_count": sum(each.short for each in found),
                "blocked_count": sum(each.blocked for each in found),
                "line_ids": [Command.create(line) for line in lines],
            }
        )

    def _get_lines(self, impact):
        """Values of the lines of an :class:`~.playbook_procedure_preview.Impact`."""
        lines = [
            {
                "kind": REQUIREMENT,
                "key": requirement.id,
                "name": requirement.label,
                "short_count": impact.by_requirement[requirement.id],
                "total_count": impact.total,
            }
            for requirement in self.procedure_id.requirement_ids
            if requirement.id in impact.by_requirement
        ]
        for kind, groups in impact.groups.items():
            names = self._get_names(kind, [key for key in groups if key])
            if list(groups) == [None] and kind != PERSON:
                # Nothing of it has one.
                continue
            lines += [
                {
                    "kind": kind,
                    "key": key or 0,
                    "name": names.get(key) or self._get_nothing_words(kind),
                    "short_count": short,
                    "total_count": total,
                }
                for key, (total, short) in groups.items()
                if short
            ]
        return [{**line, "res_model": impact.model} for line in lines]

    @api.model
    def _get_names(self, kind, ids):
        # Colleagues, stages and segments are called so in front of everybody.
        records = self.env[GROUP_MODELS[kind]].sudo().browse(ids)
        return {record.id: record.display_name for record in records.exists()}

    @api.model
    def _get_nothing_words(self, kind):
        if kind == STAGE:
            return self.env._("In no stage")
        if kind == PERSON:
            return self.env._("Nobody's yet")
        return self.env._("In no segment")

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends(
        *("procedure_id", "shown_state", "total_count", "short_count", "blocked_count")
    )
    def _compute_words(self):
        for impact in self:
            impact.sentence = impact._get_sentence()
            impact.consequence = impact._get_consequence()
            impact.further = impact._get_further()

    @api.depends("procedure_id.revises_id.state", "state")
    def _compute_shown_state(self):
        for impact in self:
            revised = impact.procedure_id.revises_id
            impact.is_revision = bool(revised)
            in_force = revised.state in IN_FORCE
            impact.shown_state = revised.state if in_force else impact.state

    @api.depends("for_approval", "procedure_id.approval")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for impact in self:
            procedure = impact.procedure_id
            asked = impact.for_approval and procedure.approval == ASKED
            impact.may_approve = asked and procedure.may_decide

    @api.depends_context("lang")
    @api.depends("requirement_line_ids.short_count")
    def _compute_unfulfilled(self):
        for impact in self:
            names = impact.requirement_line_ids.filtered(
                lambda line: line.short_count == line.total_count >= TELLING
            ).mapped("name")
            impact.unfulfilled = bool(names) and self.env._(
                "Nobody fulfils this today: %(names)s (0 of %(total)s). Perhaps nobody "
                "can: look at the condition, and at whether people see the field.",
                names=", ".join(dict.fromkeys(names)),
                total=max(impact.requirement_line_ids.mapped("total_count")),
            )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_go(self):
        """Take the step."""
        self.ensure_one()
        result = self.procedure_id._go(self.state)
        return result or {"type": "ir.actions.act_window_close"}

    def action_approve(self):
        """Decide that it comes into force."""
        self.ensure_one()
        procedure = self.procedure_id.with_context(playbook_in_form=False)
        # A new version is gone when it has taken the place of the other.
        revised = procedure.revises_id
        procedure.action_approve()
        if revised:
            return revised._open_form()
        return {"type": "ir.actions.act_window_close"}
