from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

ACTIVITY = "activity"
NOTIFY = "notify"
ESCALATE = "escalate"
REASSIGN = "reassign"
FIELD = "field"
SERVER = "server"
MAIL = "mail"
LOSE = "lose"
# A condition: it waits for what people have to say.
LOGGED = "logged"
# These ask something of a person, and count against the daily limit.
ASKING = (ACTIVITY, ESCALATE)


class PlaybookWorkflowStep(models.Model):
    """What a workflow does with a record that it has taken up."""

    _name = "playbook.workflow.step"
    _description = "Step of a workflow"
    _rec_name = "summary"
    _order = "workflow_id, sequence, id"

    workflow_id = fields.Many2one(
        "playbook.workflow", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            (ACTIVITY, "Plan an activity"),
            (NOTIFY, "Notify"),
            (ESCALATE, "Escalate to the team leader"),
            (REASSIGN, "Give to somebody else"),
            (FIELD, "Set a field"),
            (SERVER, "Run a server action"),
            (MAIL, "E-mail the customer"),
            (LOSE, "Close as lost"),
        ],
        string="Does",
        required=True,
        default=ACTIVITY,
    )
    delay = fields.Integer(
        string="After",
        help="After the step before; the first one after the record was taken up.",
    )
    delay_unit = fields.Selection(
        [("hours", "hours"), ("days", "days"), ("working", "working days")],
        string="Unit of the delay",
        required=True,
        default="days",
    )
    condition = fields.Selection(
        [
            ("always", "Always"),
            ("open", "As long as what was asked before is not done"),
            ("done", "Once what was asked before is done"),
            (LOGGED, "Once what was asked before is done and reported"),
        ],
        required=True,
        default="always",
    )
    domain = fields.Char(
        string="Only those that",
        required=True,
        default="[]",
        help="For others this step is left out, and the next one follows.",
    )
    assign_to = fields.Selection(
        [
            ("person", "Whoever looks after the record"),
            ("leader", "The team leader"),
            ("responsible", "Who answers for the workflow"),
            ("user", "A certain person"),
            ("profiles", "The members of profiles"),
        ],
        string="For whom",
        required=True,
        default="person",
    )
    assign_user_id = fields.Many2one(
        "res.users",
        string="Person",
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    notify_profile_ids = fields.Many2many(
        "playbook.profile",
        "playbook_workflow_step_profile_rel",
        "step_id",
        "profile_id",
        string="Profiles",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity type",
        ondelete="set null",
        help="Empty: a to-do.",
    )
    purpose_id = fields.Many2one("playbook.purpose", ondelete="set null")
    summary = fields.Char(
        string="What",
        required=True,
        translate=True,
        help="What a person reads: in the list of activities, or as the subject.",
    )
    note = fields.Text(
        translate=True,
        help="What to do, in your words. How it came to it is added.",
    )
    due_days = fields.Integer(
        string="Due in days",
        help="Days from the day on which it is planned; 0 is the same day.",
    )

    @api.constrains("due_days")
    def _check_due_days(self):
        for step in self.filtered(lambda step: not 0 <= step.due_days <= 365):
            raise ValidationError(
                self.env._(
                    "Step “%(step)s” is due in %(days)s days: enter 0 to 365.",
                    step=step.summary,
                    days=step.due_days,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.workflow_id._record_shaping()
        for workflow in steps.workflow_id:
            self.env["playbook.enrollment"]._meet_new_steps(workflow)
        return steps

    def write(self, vals):
        self._check_stays(vals)
        self.workflow_id._check_may_change()
        result = super().write(vals)
        self.workflow_id._record_shaping()
        if "sequence" in vals:
            for workflow in self.workflow_id:
                self.env["playbook.enrollment"]._meet_new_steps(workflow)
        return result

    def _check_stays(self, vals):
        """Records wait for a step of their own workflow."""
        for step in self:
            if vals.get("workflow_id", step.workflow_id.id) != step.workflow_id.id:
                raise UserError(
                    self.env._(
                        "“%(step)s” is a step of “%(workflow)s” and stays one. Make a "
                        "new step in the other workflow.",
                        step=step.summary,
                        workflow=step.workflow_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_live(self):
        self.workflow_id._record_shaping()
        self.env["playbook.enrollment"]._leave_steps(self)
