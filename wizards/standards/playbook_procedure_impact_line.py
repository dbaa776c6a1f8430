from odoo import api, fields, models

from ...models.standards.playbook_procedure_preview import (
    PERSON,
    REQUIREMENT,
    SEGMENT,
    STAGE,
)


class PlaybookProcedureImpactLine(models.TransientModel):
    """How many of one stage, person or segment, or of one requirement."""

    _name = "playbook.procedure.impact.line"
    _description = "What a procedure would do today, of one kind"
    _order = "short_count desc, id"

    impact_id = fields.Many2one(
        "playbook.procedure.impact", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            (REQUIREMENT, "Requirement"),
            (STAGE, "Stage"),
            (PERSON, "Person"),
            (SEGMENT, "Segment"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Integer(readonly=True, help="The id of what it is counted by.")
    res_model = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    short_count = fields.Integer(string="Fall short", readonly=True)
    total_count = fields.Integer(string="Asked of", readonly=True)
    share = fields.Float(string="Share (%)", compute="_compute_share")
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("short_count", "total_count")
    def _compute_share(self):
        for line in self:
            total = line.total_count
            line.share = 100 * line.short_count / total if total else 0

    @api.depends_context("uid")
    @api.depends("res_model", "short_count")
    def _compute_can_open(self):
        for line in self:
            reads = line.res_model and self.env[line.res_model].has_access("read")
            line.can_open = bool(reads and line.short_count)

    def action_open(self):
        """Open those of them that the user may read."""
        self.ensure_one()
        procedure = self.impact_id.procedure_id
        procedure._check_may_preview()
        # Lists alone of what it is about, whatever a program wrote here.
        self.env[self.res_model].check_access("read")
        ids = procedure._find_short_ids(self.res_model, self.kind, self.key or None)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(procedure)s: %(what)s", procedure=procedure.name, what=self.name
            ),
            "res_model": self.res_model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", ids)],
            "context": {"active_test": False},
        }
