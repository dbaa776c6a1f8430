from odoo import fields, models

from .targets import TARGETS

DEFAULT_ENTRY_LIMIT = 5000
DEFAULT_LOOKBACK_DAYS = 30
# What acts by itself is looked at again after so long.
REVIEW_MONTHS = 6


class PlaybookWorkflow(models.Model):
    """When a workflow begins again and stops, for whom and at what hours it acts."""

    _inherit = "playbook.workflow"

    res_model = fields.Char(compute="_compute_res_model")

    # ------------------------------------------------------------------
    # What it takes up
    # ------------------------------------------------------------------

    count_days = fields.Selection(
        [("calendar", "Calendar days"), ("working", "Working days")],
        string="Counted in",
        required=True,
        default="calendar",
        help="Working days are those of the company's working hours, holidays apart.",
    )
    source_ids = fields.Many2many(
        "utm.source",
        "playbook_workflow_source_rel",
        "workflow_id",
        "source_id",
        string="Sources",
        help="Empty: whatever its source, if it has one.",
    )
    medium_ids = fields.Many2many(
        "utm.medium",
        "playbook_workflow_medium_rel",
        "workflow_id",
        "medium_id",
        string="Media",
        help="A lead of one of these media is meant too, whatever its source: leads "
        "from the website have the medium Website.",
    )
    outcome_ids = fields.Many2many(
        "playbook.outcome",
        "playbook_workflow_outcome_rel",
        "workflow_id",
        "outcome_id",
        string="Outcomes",
        help="An action that is finished with one of these.",
    )
    lookback_days = fields.Integer(
        string="Looks back",
        required=True,
        default=DEFAULT_LOOKBACK_DAYS,
        help="What happened more than so many days before it was switched on is left "
        "alone, and is no backlog either.",
    )
    unassigned_to = fields.Selection(
        [
            ("leader", "The team leader"),
            ("responsible", "Who answers for the workflow"),
            ("nobody", "Nobody: they are left alone"),
        ],
        string="What is nobody's goes to",
        required=True,
        default="leader",
        help="Records without a responsible person. Those of somebody who has left go "
        "to the team leader in any case.",
    )
    reentry = fields.Selection(
        [
            ("occurrence", "Each time it happens anew"),
            ("once", "Only once for each record"),
            ("repeat", "Again and again as long as it lasts"),
        ],
        string="Begins again",
        required=True,
        default="occurrence",
    )
    repeat_days = fields.Integer(
        string="Again after",
        required=True,
        default=7,
        help="Days after the last time was over, at the earliest.",
    )
    entry_limit = fields.Integer(
        string="New records a day",
        required=True,
        default=DEFAULT_ENTRY_LIMIT,
        help="It takes up so many new records within 24 hours, at most, and says so "
        "when there are more: a mass import or a wrong condition does no harm. They "
        "follow on the next days. 0: no limit.",
    )

    # ------------------------------------------------------------------
    # When it stops
    # ------------------------------------------------------------------

    stop_domain = fields.Char(
        string="Stops for those that",
        required=True,
        default="[]",
        help="Empty: it stops only when its occasion is over, or the record is closed.",
    )
    stop_on_reply = fields.Boolean(
        string="Stops when the customer writes",
        default=True,
        help="A message from the customer on the record since it was taken up.",
    )
    stop_outcome_ids = fields.Many2many(
        "playbook.outcome",
        "playbook_workflow_stop_outcome_rel",
        "workflow_id",
        "outcome_id",
        string="Stops on outcomes",
        help="An action on the record that is finished with one of these.",
    )

    # ------------------------------------------------------------------
    # At what hours, for whom
    # ------------------------------------------------------------------

    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working hours",
        ondelete="set null",
        help="Which days are working days. Empty: those of the record's company.",
    )
    working_days_only = fields.Boolean(
        string="Acts on working days only",
        help="What is due on another day is done on the next working day.",
    )
    quiet_from = fields.Float(
        string="Quiet from", help="In the time zone of the working hours."
    )
    quiet_to = fields.Float(
        string="Quiet until",
        help="What is due in the quiet hours is done when they are over. The same as "
        "“from”: no quiet hours.",
    )
    pilot_team_ids = fields.Many2many(
        "crm.team",
        "playbook_workflow_pilot_team_rel",
        "workflow_id",
        "team_id",
        string="Pilot teams",
    )
    pilot_user_ids = fields.Many2many(
        "res.users",
        "playbook_workflow_pilot_user_rel",
        "workflow_id",
        "user_id",
        string="Pilot users",
        domain="[('share', '=', False)]",
    )

    review_date = fields.Date(
        string="Next review",
        copy=False,
        help="When whoever answers for it looks at it again: it stands in My Day then.",
    )

    # ------------------------------------------------------------------
    # What the engine notes
    # ------------------------------------------------------------------

    since_date = fields.Datetime(
        string="Looks back to",
        readonly=True,
        copy=False,
        help="What happened before is left alone.",
    )
    paused_mode = fields.Selection(
        [("pilot", "Pilot"), ("live", "Live")],
        string="Goes on as",
        readonly=True,
        copy=False,
        exportable=False,
    )
    paused_unchanged = fields.Boolean(
        string="Unchanged since the pause",
        readonly=True,
        copy=False,
        exportable=False,
        help="Nobody has changed it since it was paused.",
    )
    next_scan_date = fields.Datetime(
        string="Looks again", readonly=True, copy=False, exportable=False
    )
    next_work_date = fields.Datetime(
        string="Carries out again", readonly=True, copy=False, exportable=False
    )
    run_problem = fields.Text(
        string="Problem with its steps",
        readonly=True,
        copy=False,
        help="Why its steps could not be carried out the last time.",
    )

    _lookback_in_range = models.Constraint(
        "CHECK(lookback_days BETWEEN 0 AND 3650)",
        "A workflow looks back 0 to 3,650 days: enter a number in between.",
    )
    _repeat_in_range = models.Constraint(
        "CHECK(repeat_days BETWEEN 1 AND 3650)",
        "A workflow begins again after 1 to 3,650 days: enter a number in between.",
    )
    _entry_limit_in_range = models.Constraint(
        "CHECK(entry_limit BETWEEN 0 AND 1000000)",
        "A workflow takes up 1 to 1,000,000 new records a day, or 0: without limit.",
    )
    _quiet_hours_in_range = models.Constraint(
        "CHECK(quiet_from >= 0 AND quiet_from < 24"
        " AND quiet_to >= 0 AND quiet_to <= 24 AND quiet_to - quiet_from < 24)",
        "Quiet hours are times of the day, and leave some of it: from 0:00 to 24:00 "
        "nothing would ever be done.",
    )

    def _compute_res_model(self):
        for workflow in self:
            workflow.res_model = workflow._get_target().model

    def _get_target(self):
        """What it is for: a :class:`~.targets.Target`."""
        self.ensure_one()
        return TARGETS[self.target or "opportunity"]

    def _set_review_date(self, day):
        """Note when these are looked at again: by whom answers for them."""
        answered = self.filtered(lambda each: each.responsible_id == self.env.user)
        # Safe: it is the date alone, of what one answers for or may change anyway.
        answered.sudo().review_date = day
        (self - answered).review_date = day
