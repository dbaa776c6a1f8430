from odoo import fields, models

SIMULATED = "simulated"
BACKLOG = "backlog"
WAITING = "waiting"
RUNNING = "running"
PAUSED = "paused"
DONE = "done"
CANCELLED = "cancelled"
QUARANTINED = "quarantined"
# What may still become something; the rest is history.
OPEN_STATES = (SIMULATED, BACKLOG, WAITING, RUNNING, PAUSED, QUARANTINED)
# What is only simulated, or was left alone, is no follow-up yet.
FOLLOWED = (WAITING, RUNNING, PAUSED, QUARANTINED)
# Those for which something is still carried out by itself.
MOVING = (WAITING, RUNNING)


ENDINGS = [
    ("finished", "All steps done"),
    ("moved", "The opportunity has moved"),
    ("converted", "The lead has become an opportunity"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("merged", "Merged"),
    ("ordered", "The order is confirmed"),
    ("order_cancelled", "The quotation was cancelled"),
    ("sent_again", "The quotation was sent again"),
    ("answered", "The customer answered"),
    ("contacted", "The customer was in contact"),
    ("said_yes", "The customer is still interested"),
    ("said_no", "The customer is not interested"),
    ("unsubscribed", "The customer wants no such e-mails"),
    ("bounced", "An e-mail to the customer came back"),
    ("left_group", "The customer has left the segment or group"),
    ("reopened", "The opportunity was opened again"),
    ("archived", "Archived"),
    ("condition", "The condition to stop is met"),
    ("outcome", "An action had an outcome that stops it"),
    ("person", "Stopped by somebody"),
    ("gone", "What it was for is gone"),
]


class PlaybookEnrollment(models.Model):
    """A record that a workflow follows up, for one occasion (occurrence).

    Unique for workflow, record, occurrence, round and whether it is a simulation: what
    has entered once never enters again, however often the workflow looks.
    """

    _name = "playbook.enrollment"
    _description = "Record in follow-up"
    _inherit = ["playbook.follow.up.mixin"]
    _order = "date_entered desc, id desc"
    _check_company_auto = True

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
        help="The occasion that it is for: the stay in a stage, the sending of the "
        "quotation, the action, as a number.",
    )
    round = fields.Integer(
        required=True,
        default=1,
        readonly=True,
        help="Which time it is for the same occasion.",
    )
    simulated = fields.Boolean(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Whose",
        readonly=True,
        ondelete="set null",
        help="Who follows up, or would.",
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="set null")
    step_id = fields.Many2one(
        "playbook.workflow.step",
        string="Next step",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    next_date = fields.Datetime(
        string="Due", readonly=True, help="When the next step is carried out."
    )
    state = fields.Selection(
        [
            (SIMULATED, "Simulated"),
            (BACKLOG, "Backlog, not taken"),
            (WAITING, "Waiting its turn"),
            (RUNNING, "In follow-up"),
            (PAUSED, "Paused"),
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
    ending = fields.Selection(
        ENDINGS, string="How it ended", readonly=True, help="Why it is over."
    )
    reason = fields.Text(
        readonly=True, help="Why somebody paused it, stopped it or left a step out."
    )
    held_reason = fields.Text(
        string="Waits because", readonly=True, help="Why the next step has to wait."
    )
    paused_until = fields.Date(readonly=True, help="It goes on by itself on this day.")
    error = fields.Text(readonly=True)
    tries = fields.Integer(
        readonly=True,
        exportable=False,
        help="How often the step could not be carried out.",
    )
    event_ids = fields.One2many("playbook.workflow.event", "enrollment_id")

    _once_lead = models.Constraint(
        "UNIQUE(workflow_id, lead_id, occurrence, round, simulated)",
        "A workflow takes a lead up once for each occasion.",
    )
    _once_partner = models.Constraint(
        "UNIQUE(workflow_id, partner_id, occurrence, round, simulated)",
        "A workflow takes a customer up once for each occasion.",
    )
    _once_order = models.Constraint(
        "UNIQUE(workflow_id, order_id, occurrence, round, simulated)",
        "A workflow takes a quotation up once for each occasion.",
    )
    _by_state = models.Index(
        "(workflow_id, state) WHERE state NOT IN ('done', 'cancelled')"
    )
    _entered = models.Index("(workflow_id, date_entered)")
    _due = models.Index(
        "(next_date) WHERE state IN ('waiting', 'running') AND next_date IS NOT NULL"
    )
    # What people have got today is counted at every run.
    _by_date_taken = models.Index("(date_taken) WHERE date_taken IS NOT NULL")

    def action_open_document(self):
        """Open the record."""
        self.ensure_one()
        return self._get_document()._get_records_action()
