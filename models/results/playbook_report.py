from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

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
# Who changes when it is sent begins anew: nothing is sent that was due before.
SCHEDULE = {"state", "frequency", "weekday", "day_of_month", "send_hour"}
USER = "crm_playbook.group_user"


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
    send_hour = fields.Float(
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
        string="In force since",
        readonly=True,
        copy=False,
        help="What was due before is not sent.",
    )
    line_ids = fields.One2many(
        "playbook.report.line", "report_id", string="Contents", copy=True
    )

    _hour_in_a_day = models.Constraint(
        "CHECK(send_hour >= 0 AND send_hour < 24)",
        "The hour from which a report is sent is between 0:00 and 23:59.",
    )
    _day_in_a_month = models.Constraint(
        "CHECK(day_of_month BETWEEN 1 AND 31)",
        "The day of the month on which a report is sent is between 1 and 31.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("user_ids")
    def _check_have_profiles(self):
        group = self.env.ref(USER)
        # Who has a profile is no secret among colleagues.
        people = self.sudo().user_ids
        without = people.filtered(lambda user: group not in user.all_group_ids)
        if without:
            raise ValidationError(
                self.env._(
                    "%(people)s could read nothing in a report: without a profile one "
                    "reads no figures. Have somebody who manages access rights give "
                    "them one, or leave them out.",
                    people=", ".join(without.mapped("name")),
                )
            )

    @api.constrains("frequency", "weekday")
    def _check_weekday(self):
        for report in self:
            if report.frequency == WEEKLY and not report.weekday:
                raise ValidationError(
                    self.env._(
                        "Choose the day of the week on which “%(report)s” is sent.",
                        report=report.name,
                    )
                )

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        self._check_values(*vals_list)
        reports = super().create(vals_list)
        active = reports.filtered(lambda each: each.state == ACTIVE)
        active.sudo().date_activated = now  # that is what nobody writes by hand
        # Those that are shipped get their parts later.
        if not self.env.su:
            active._check_complete()
        return reports

    def write(self, vals):
        self._check_values(vals)
        before = {report: report._get_schedule() for report in self}
        result = super().write(vals)
        if vals.get("state") == ACTIVE and not self.env.su:
            self._check_complete()
        if SCHEDULE & set(vals):
            begun = self.filtered(
                lambda each: each.state == ACTIVE
                and each._get_schedule() != before[each]
            )
            if begun:
                super(PlaybookReport, begun).write(
                    {"date_activated": fields.Datetime.now()}
                )
        return result

    @api.model
    def _check_values(self, *values):
        if not self.env.su and any("date_activated" in vals for vals in values):
            raise UserError(
                self.env._(
                    "Since when a report is in force nobody writes: activate it, and "
                    "it is noted."
                )
            )

    def _get_schedule(self):
        self.ensure_one()
        return tuple(self[name] for name in sorted(SCHEDULE))
