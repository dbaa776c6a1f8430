from odoo import api, fields, models
from odoo.tools import SQL

SIMULATED = "simulated"
BACKLOG = "backlog"
WAITING = "waiting"
RUNNING = "running"
DONE = "done"
CANCELLED = "cancelled"
QUARANTINED = "quarantined"
# What may still become something; the rest is history.
OPEN_STATES = (SIMULATED, BACKLOG, WAITING, RUNNING, QUARANTINED)


class PlaybookEnrollment(models.Model):
    """A record that a workflow follows up, for one stay in a stage (occurrence).

    Unique for workflow, record, occurrence and whether it is a simulation: what has
    entered once never enters again, however often the workflow looks.
    """

    _name = "playbook.enrollment"
    _description = "Record in follow-up"
    _inherit = ["playbook.mirror.mixin"]
    _rec_name = "lead_id"
    _order = "date_entered desc, id desc"

    workflow_id = fields.Many2one(
        "playbook.workflow",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    occurrence = fields.Integer(
        required=True,
        readonly=True,
        index=True,
        help="The stay in a stage (id of the stage change) that it is for.",
    )
    simulated = fields.Boolean(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        ondelete="set null",
        help="Who follows up, or would.",
    )
    state = fields.Selection(
        [
            (SIMULATED, "Simulated"),
            (BACKLOG, "Backlog, not taken"),
            (WAITING, "Waiting its turn"),
            (RUNNING, "In follow-up"),
            (DONE, "Done"),
            (CANCELLED, "Cancelled"),
            (QUARANTINED, "In quarantine"),
        ],
        required=True,
        readonly=True,
    )
    limit_lifted = fields.Boolean(
        string="Beyond the daily limit",
        readonly=True,
        help="Taken from the backlog on purpose: not counted against the daily limit.",
    )
    date_entered = fields.Datetime(string="Entered", required=True, readonly=True)
    date_taken = fields.Datetime(string="Taken up", readonly=True)
    date_ended = fields.Datetime(string="Ended", readonly=True)
    error = fields.Text(readonly=True)
    event_ids = fields.One2many("playbook.workflow.event", "enrollment_id")

    _once = models.Constraint(
        "UNIQUE(workflow_id, lead_id, occurrence, simulated)",
        "A workflow takes a record up once for each stay in a stage.",
    )
    _by_state = models.Index(
        "(workflow_id, state) WHERE state NOT IN ('done', 'cancelled')"
    )
    # What people have got today is counted at every run.
    _by_date_taken = models.Index("(date_taken) WHERE date_taken IS NOT NULL")

    def action_retry(self):
        """Let the next run try again what is in quarantine."""
        self.env["playbook.workflow"].check_access("write")
        self.check_access("read")
        # Enrollments are written by the addon alone; who may write workflows may ask
        # for another try of those that they see.
        self.sudo().filtered(lambda each: each.state == QUARANTINED).write(
            {"state": WAITING, "error": False, "date_ended": False}
        )

    def action_open_lead(self):
        """Open the opportunity."""
        self.ensure_one()
        return self.lead_id._get_records_action()

    @api.model
    def _move_to(self, kept, merged):
        """Give the enrollments of the ``merged`` leads to the ``kept`` one.

        Their stays have ended, so that the next run closes them.
        """
        self.flush_model(["lead_id"])
        for table in ("playbook_enrollment", "playbook_workflow_event"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET lead_id = %s WHERE lead_id = ANY(%s)",
                    SQL.identifier(table),
                    kept.id,
                    merged.ids,
                )
            )
        self.invalidate_model(["lead_id"], flush=False)
        self.env["playbook.workflow.event"].invalidate_model(["lead_id"], flush=False)
