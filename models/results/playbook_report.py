from odoo import fields, models

from .report_periods import FREQUENCIES, WEEKLY

DRAFT, ACTIVE, PAUSED = "draft", "active", "paused"
STATES = [(DRAFT, "Draft"), (ACTIVE, "Active"), (PAUSED, "Paused")]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class PlaybookReport(models.Model):
    """A report that people find in their mailbox: who gets it, how often, and in which
    form; what stands in it are its lines.

    Each recipient gets what they may read themselves, in their language and time zone.
    """

    _name = "playbook.report"
    _description = "Scheduled report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    purpose = fields.Text(
        translate=True, help="What its readers should see in it, and decide by it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Only for company",
        ondelete="cascade",
        index="btree_not_null",
        tracking=True,
        help="Empty: each recipient reads the figures of their own company.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        tracking=True,
    )
    profile_ids = fields.Many2many(
        "playbook.profile",
        "playbook_report_profile_rel",
        "report_id",
        "profile_id",
        string="For the profiles",
        help="Every member gets it.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "playbook_report_user_rel",
        "report_id",
        "user_id",
        string="And for",
        domain="[('share', '=', False)]",
        help="Others who get it. They too see what they may read, and nothing else.",
    )
    frequency = fields.Selection(
        FREQUENCIES,
        string="How often",
        required=True,
        default=WEEKLY,
        tracking=True,
    )
    weekday = fields.Selection(WEEKDAYS, string="On", default="0")
    day_of_month = fields.Integer(
        string="On day",
        default=1,
        help="Of the month that follows the period. Where a month is shorter, its last "
        "day.",
    )
    hour = fields.Float(
        string="From",
        required=True,
        default=7.0,
        help="By the clock of each recipient.",
    )
    with_xlsx = fields.Boolean(
        string="Attach a spreadsheet", default=True, help="As an XLSX file."
    )
    with_pdf = fields.Boolean(
        string="Attach a PDF", help="Where this Odoo can print PDF files."
    )
    responsible_id = fields.Many2one(
        "res.users",
        ondelete="set null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who answers for it, and hears of what goes wrong.",
    )
    review_date = fields.Date(
        string="Look at it again on",
        tracking=True,
        help="A report that nobody reads any more should end.",
    )
    date_activated = fields.Datetime(
        string="Active since",
        readonly=True,
        copy=False,
        help="The first period that it tells of ends after this.",
    )
    line_ids = fields.One2many(
        "playbook.report.line", "report_id", string="Contents", copy=True
    )
