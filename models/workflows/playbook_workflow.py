from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..profiles.condition import find_error
from .playbook_enrollment import (
    BACKLOG,
    PAUSED,
    QUARANTINED,
    RUNNING,
    SIMULATED,
    WAITING,
)
from .targets import OPPORTUNITY, TARGETS

DRAFT = "draft"
SIMULATION = "simulation"
PILOT = "pilot"
LIVE = "live"
SUSPENDED = "paused"
# In these it does what its steps say; when paused, it goes on later.
ACTING = (PILOT, LIVE)
STALE = "no_stage_change"
CREATED = "created"
SOURCE = "source"
UNANSWERED = "unanswered"
OUTCOME = "outcome"
INACTIVE = "inactive"
WON = "won"
SEGMENT = "segment"
RFM_GROUP = "rfm_group"
DEFAULT_STALE_DAYS = 14
COUNTED = (SIMULATED, BACKLOG, WAITING, RUNNING, PAUSED, QUARANTINED)


class PlaybookWorkflow(models.Model):
    """What happens by itself when something happens, or has long not happened.

    A workflow takes up each record that matches, once for each occurrence (here: stay
    in a stage), whenever it first matches: state is kept for each record, there is no
    window of time that something could be missed in. What it does are its steps.
    """

    _name = "playbook.workflow"
    _description = "Workflow"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True, help="What it is for, in your words.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Only for company",
        ondelete="cascade",
        help="Empty: for all companies of whoever switches it live.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        ondelete="set null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Who answers for what this workflow does.",
    )
    # Whose work it is, where nobody decides on their own.
    author_id = fields.Many2one(
        "res.users",
        string="Last shaped by",
        ondelete="set null",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
    )
    target = fields.Selection(
        [(name, target.label) for name, target in TARGETS.items()],
        string="For",
        required=True,
        default=OPPORTUNITY,
    )
    trigger = fields.Selection(
        [
            (STALE, "No stage change for some days"),
            (CREATED, "Created"),
            (SOURCE, "Lead received from a source"),
            (UNANSWERED, "Quotation unanswered for some days"),
            (OUTCOME, "Action finished with an outcome"),
            (INACTIVE, "Customer inactive for some days"),
            (WON, "Opportunity won"),
            (SEGMENT, "Customer entered a segment"),
            (RFM_GROUP, "Customer moved to an RFM group"),
        ],
        string="When",
        required=True,
        default=STALE,
    )
    delay_days = fields.Integer(
        string="Days",
        default=DEFAULT_STALE_DAYS,
        required=True,
        help="Whole days in the company's time zone. A stage with days of its own "
        "(Days to rot) uses its own.",
    )
    domain = fields.Char(
        string="Only those that",
        default="[]",
        required=True,
        help="Narrows what the workflow takes up.",
    )
    daily_limit = fields.Integer(
        default=10,
        required=True,
        help="How many records a person gets from this workflow on one day, and never "
        "more from all of them than the CRM settings say. The rest waits its turn, the "
        "most valuable first.",
    )
    step_ids = fields.One2many(
        "playbook.workflow.step", "workflow_id", string="Steps", copy=True
    )
    enrollment_ids = fields.One2many(
        "playbook.enrollment", "workflow_id", string="Records in follow-up"
    )
    mode = fields.Selection(
        [
            (DRAFT, "Draft"),
            (SIMULATION, "Simulation"),
            (PILOT, "Pilot"),
            (LIVE, "Live"),
            (SUSPENDED, "Paused"),
        ],
        required=True,
        default=DRAFT,
        copy=False,
        tracking=True,
        help="Draft: does nothing.\n"
        "Simulation: writes down whom it would take up, and does nothing else.\n"
        "Pilot: does it for some teams or people.\n"
        "Live: does it.\n"
        "Paused: what it has begun waits; going on, it misses nothing.",
    )
    run_as_id = fields.Many2one(
        "res.users",
        string="Acts as",
        ondelete="restrict",
        readonly=True,
        copy=False,
        tracking=True,
        help="Whoever switched it live: it does nothing that this person could not do.",
    )
    live_date = fields.Datetime(string="Live since", readonly=True, copy=False)
    problem = fields.Text(
        readonly=True, copy=False, help="Why it could not be carried out the last time."
    )
    simulated_count = fields.Integer(string="Simulated", compute="_compute_counts")
    backlog_count = fields.Integer(string="Backlog", compute="_compute_counts")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    running_count = fields.Integer(string="In follow-up", compute="_compute_counts")
    paused_count = fields.Integer(string="Paused", compute="_compute_counts")
    quarantined_count = fields.Integer(
        string="In quarantine", compute="_compute_counts"
    )

    _delay_in_range = models.Constraint(
        "CHECK(delay_days BETWEEN 1 AND 3650)",
        "A workflow waits 1 to 3,650 days: enter a number in between.",
    )
    _limit_in_range = models.Constraint(
        "CHECK(daily_limit BETWEEN 1 AND 1000)",
        "The daily limit is 1 to 1,000 records: enter a number in between.",
    )

    def _compute_counts(self):
        """How many records are in which state, of those that the user may read."""
        counted = {
            (workflow, state): count
            for workflow, state, count in self.env["playbook.enrollment"]._read_group(
                [("workflow_id", "in", self.ids), ("state", "in", COUNTED)],
                ["workflow_id", "state"],
                ["__count"],
            )
        }
        for workflow in self:
            for state in COUNTED:
                workflow[f"{state}_count"] = counted.get((workflow, state), 0)

    @api.constrains("domain", "stop_domain", "target")
    def _check_domain(self):
        """Whoever writes a condition must be able to search with it.

        Who reads no such records may write one all the same, and cannot go live.
        """
        for workflow in self:
            for name in ("domain", "stop_domain"):
                workflow._check_searchable(name)

    def _check_searchable(self, name):
        Document = self.env[self._get_target().model].with_user(self.env.user)
        error = find_error(Document, self[name], search=True)
        if error:
            raise ValidationError(
                self.env._(
                    "The condition of “%(workflow)s” cannot be searched with: "
                    "%(error)s Mend it or leave it empty: [].",
                    workflow=self.name,
                    error=error,
                )
            ) from error

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for workflow in self:
            # Counts also what this user may not see: it would be followed up again.
            if workflow.sudo().enrollment_ids:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” has taken up records, and its history would be "
                        "deleted with it. Archive it instead: it then does nothing.",
                        workflow=workflow.name,
                    )
                )

    # ------------------------------------------------------------------
    # For who shows what is stale
    # ------------------------------------------------------------------

    @api.model
    def _get_stale_days_sql(self):
        """After how many days a deal of the row ``company`` is stale, in SQL.

        The first workflow for stale opportunities that is for the company decides,
        whatever its mode; without any it is 14 days.
        """
        cases = []
        default = DEFAULT_STALE_DAYS
        # How many days are usual is no secret; who sees which deals is asked elsewhere.
        for workflow in self.sudo().search([("trigger", "=", STALE)]):
            if not workflow.company_id:
                default = workflow.delay_days
                break
            company_id, days = workflow.company_id.id, workflow.delay_days
            cases.append(SQL("WHEN company.id = %s THEN %s", company_id, days))
        if not cases:
            return SQL("%s", default)
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), default)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_open_enrollments(self):
        """Open the records that this workflow took up, or those of one state."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_enrollment_action"
        )
        state = self.env.context.get("playbook_state")
        action["domain"] = [("workflow_id", "=", self.id)]
        action["context"] = {f"search_default_{state}": 1} if state else {}
        return action
