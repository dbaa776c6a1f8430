from odoo import fields, models

from ..standards.playbook_approval_mixin import ASKED

DRAFT, ACTIVE, CLOSED = "draft", "active", "closed"
STATES = [
    (DRAFT, "Draft"),
    (ASKED, "Approval asked"),
    (ACTIVE, "Active"),
    (CLOSED, "Closed"),
]
PERCENT, AMOUNT, VALUE, KEEP = "percent", "amount", "value", "keep"
GOALS = [
    (PERCENT, "By a percentage of what it is"),
    (AMOUNT, "By an amount"),
    (VALUE, "To a figure"),
    (KEEP, "Keep it at a figure"),
]
NOT_ACTIVE, ON_TRACK, AT_RISK, ACHIEVED, MISSED, NO_DATA = (
    "not_active",
    "on_track",
    "at_risk",
    "achieved",
    "missed",
    "no_data",
)
RESULTS = [
    (NOT_ACTIVE, "Not activated"),
    (ON_TRACK, "On track"),
    (AT_RISK, "At risk"),
    (ACHIEVED, "Achieved"),
    (MISSED, "Missed"),
    (NO_DATA, "No data"),
]
COMPANY, STRATEGY, INITIATIVE = "company", "strategy", "initiative"
LEVELS = [
    (COMPANY, "Company"),
    (STRATEGY, "Strategy"),
    (INITIATIVE, "Initiative"),
]


class PlaybookObjective(models.Model):
    """What an indicator is to be, by when, and who answers for it.

    It is written by choosing; its sentence is made of what was chosen. Where it stands
    (``result``) is computed of what was measured, and never ticked. A total (customers,
    revenue) is told a month: the average of the months that are looked at.
    """

    _name = "playbook.objective"
    _description = "Objective"
    # Activities: corrective actions, and decisions that are handed over.
    _inherit = ["mail.thread", "mail.activity.mixin", "playbook.approval.mixin"]
    _order = "sequence, date_deadline, id"
    _rec_names_search = ["title", "indicator_id"]
    _check_company_auto = True
    # Who reads it, may comment on it and plan something for it.
    _mail_post_access = "read"

    title = fields.Char(
        string="Short title",
        translate=True,
        tracking=True,
        help="Where the sentence is too long; else leave it empty.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, required=True, default=DRAFT, copy=False, index=True, tracking=True
    )
    level = fields.Selection(
        LEVELS,
        required=True,
        default=COMPANY,
        help="Company: what the company wants to reach.\n"
        "Strategy: how it gets there.\n"
        "Initiative: what is done for that.",
    )
    parent_id = fields.Many2one(
        "playbook.objective",
        string="Serves",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="The objective one level up that this one helps to reach.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("playbook.objective", "parent_id", string="Served by")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales team",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Only its figures; those of all teams where it is empty.",
    )
    figures_user_id = fields.Many2one(
        "res.users",
        string="Person",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        help="Only this person's figures. Whoever may not read those does not see the "
        "objective either.",
    )
    segment_id = fields.Many2one(
        "playbook.segment",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Only customers whose main segment this is.",
    )

    # ------------------------------------------------------------------
    # What is to be reached
    # ------------------------------------------------------------------

    indicator_id = fields.Many2one(
        "playbook.indicator",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    dimension = fields.Selection(related="indicator_id.dimension", store=True)
    unit = fields.Selection(related="indicator_id.unit")
    better = fields.Selection(related="indicator_id.better")
    goal = fields.Selection(
        GOALS, string="How much", required=True, default=PERCENT, tracking=True
    )
    amount = fields.Float(digits=(16, 2), tracking=True)
    date_start = fields.Date(
        string="Begins",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="The figure of the months before it is the baseline.",
    )
    date_deadline = fields.Date(
        string="Deadline", tracking=True, help="It is decided by the months until then."
    )
    window = fields.Selection(
        [("1", "1 month"), ("3", "3 months"), ("12", "12 months")],
        string="Months looked at",
        required=True,
        default="3",
        tracking=True,
        help="The figure is that of so many months together: few months show soon what "
        "changes, many level out what happens by chance or by the season.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Plans something when it is at risk.",
    )
    reason = fields.Text(
        string="What the customer gains",
        translate=True,
        help="Why this is worth reaching, seen from the customer.",
    )
    review_date = fields.Date(
        string="Next review", help="When the responsible person looks at it again."
    )

    # ------------------------------------------------------------------
    # Where it stands: written by the addon alone
    # ------------------------------------------------------------------

    result = fields.Selection(
        RESULTS,
        default=NOT_ACTIVE,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
        help="Computed of what was measured.",
    )
    reached_now = fields.Boolean(
        string="Reached now",
        readonly=True,
        copy=False,
        help="The figure is there already; it is decided at the deadline.",
    )
    has_baseline = fields.Boolean(readonly=True, copy=False)
    baseline_value = fields.Float(
        string="Baseline",
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator=None,
        help="What the indicator was when the objective was activated. It stays.",
    )
    baseline_numerator = fields.Float(digits=(16, 4), readonly=True, copy=False)
    baseline_denominator = fields.Float(digits=(16, 4), readonly=True, copy=False)
    baseline_from = fields.Date(string="Baseline from", readonly=True, copy=False)
    baseline_to = fields.Date(
        string="Baseline until",
        readonly=True,
        copy=False,
        help="The first day after the months it rests on.",
    )
    baseline_estimated = fields.Boolean(
        readonly=True,
        copy=False,
        help="Measured afterwards, from what can still be found.",
    )
    target_value = fields.Float(
        string="Figure to reach",
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator=None,
        help="What the indicator is to be at the deadline.",
    )
    has_current = fields.Boolean(readonly=True, copy=False)
    current_value = fields.Float(
        string="Now", digits=(16, 2), readonly=True, copy=False, aggregator=None
    )
    current_to = fields.Date(
        string="Measured until",
        readonly=True,
        copy=False,
        help="The first day after the months that the figure is of.",
    )
    expected_value = fields.Float(
        string="Expected by now",
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator=None,
        help="Where it would be on the straight way from the baseline to the target.",
    )
    progress = fields.Float(
        digits=(16, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="How much of the way from the baseline to the target is done, in percent.",
    )
    date_computed = fields.Datetime(string="Computed", readonly=True, copy=False)
    problem = fields.Text(
        readonly=True, copy=False, help="Why it could not be computed the last time."
    )

    _one_active = models.UniqueIndex(
        "(indicator_id, company_id, COALESCE(team_id, 0), "
        "COALESCE(figures_user_id, 0), COALESCE(segment_id, 0)) "
        "WHERE state = 'active' AND active",
        "There is an active objective about the same figure of the same people: close "
        "it first.",
    )
