from odoo import api, fields, models


class PlaybookWorkflowEvent(models.Model):
    """What a workflow did, or in simulation would have done: its ledger.

    One row for each step of an enrollment, written in the same transaction as what it
    tells of, never twice.
    """

    _name = "playbook.workflow.event"
    _description = "Follow-up history"
    _inherit = ["playbook.follow.up.mixin"]
    _rec_name = "step_name"
    _order = "date desc, id desc"

    enrollment_id = fields.Many2one(
        "playbook.enrollment",
        string="Record in follow-up",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    step_id = fields.Many2one(
        "playbook.workflow.step",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    step_name = fields.Char(
        string="What", readonly=True, help="What the step was called then."
    )
    occurrence = fields.Integer(
        required=True,
        readonly=True,
        help="The occasion that it happened for, as a number.",
    )
    user_id = fields.Many2one(
        "res.users", string="For", readonly=True, ondelete="set null"
    )
    stands_in_for_id = fields.Many2one(
        "res.users",
        string="In the place of",
        readonly=True,
        ondelete="set null",
        help="The salesperson who was absent when it was planned.",
    )
    state = fields.Selection(
        [
            ("simulated", "Simulated"),
            ("planned", "Planned"),
            ("carried_out", "Carried out"),
            ("skipped", "Left out"),
            ("cancelled", "Cancelled"),
            ("finished", "Finished"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", index="btree_not_null"
    )

    detail = fields.Text(
        readonly=True, help="What was done, or why the step was left out."
    )

    _once = models.Constraint(
        "UNIQUE(enrollment_id, step_id, occurrence)",
        "A step is carried out once for each occasion.",
    )

    @api.depends("step_name", "step_id.summary")
    def _compute_display_name(self):
        for event in self:
            # What a step is called is no secret to whoever sees what it did.
            step = event.step_id.sudo()
            event.display_name = event.step_name or step.summary or event.detail
