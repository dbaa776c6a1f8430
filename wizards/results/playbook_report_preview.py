from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.results.report_periods import DAILY, report_period_of

LAST, CURRENT = "last", "current"
MANAGEMENT = "crm_playbook.group_sales_management"
# What people have to do may be of other apps, which the reader of this need not know.
PRIVATE = ("mail.activity",)


class PlaybookReportPreview(models.TransientModel):
    """A report as somebody gets it: with what that person may read.

    Sales Management, who reads all that stands in reports, sees anybody's; everybody
    else their own. Nothing is sent, and nothing is kept.
    """

    _name = "playbook.report.preview"
    _description = "Preview of a scheduled report"

    report_id = fields.Many2one(
        "playbook.report", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="As seen by",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('id', 'in', offered_ids)]",
    )
    offered_ids = fields.Many2many("res.users", compute="_compute_offered_ids")
    which = fields.Selection(
        [(LAST, "The last one that is over"), (CURRENT, "The one that runs, so far")],
        string="Period",
        required=True,
        default=LAST,
    )
    subject = fields.Char(compute="_compute_body")
    body = fields.Html(string="Contents", compute="_compute_body", sanitize=False)
    problems = fields.Text(compute="_compute_body")

    @api.depends("report_id")
    @api.depends_context("uid")
    def _compute_offered_ids(self):
        for preview in self:
            offered = self.env.user
            if preview._sees_others():
                offered |= preview.report_id._get_recipients().with_env(self.env)
            preview.offered_ids = offered

    @api.model
    def _sees_others(self):
        return self.env.user.has_group(MANAGEMENT)

    @api.depends("report_id", "user_id", "which")
    @api.depends_context("uid")
    def _compute_body(self):
        for preview in self:
            preview.subject = preview.body = preview.problems = False
            if preview.report_id and preview.user_id:
                preview._fill()

    def _fill(self):
        self.ensure_one()
        self._check_may_see()
        # Its contents are read with the rights of ``reader``.
        report, reader = self.report_id.sudo(), self.user_id.sudo()._origin
        # Of somebody else's, no row and no column that the user could not open.
        viewer = self.env.user if reader != self.env.user else None
        content = report._get_content(reader, self._get_period(), viewer)
        self._leave_out(content)
        zone = report._get_zone_of(reader, report._get_company_of(reader))
        renderer = report.with_context(lang=reader.lang, tz=zone)
        self.subject = renderer._render_subject(content)
        self.body = renderer._render_html(content, report.get_base_url())
        told = dict(content.get("problems") or [])
        self.problems = "\n".join(told.values()) or False

    def _get_period(self):
        report, reader = self.report_id, self.user_id
        last = report._get_last_period(reader)
        if self.which == LAST:
            return last
        day = last.date_to
        if report.frequency == DAILY:
            return report_period_of(DAILY, day)
        return report_period_of(report.frequency, day)

    def _check_may_see(self):
        """:raise AccessError: for somebody else's, to all but Sales Management."""
        self.report_id.check_access("read")
        reader = self.user_id._origin
        if reader == self.env.user:
            return
        # Where a colleague works is no secret among those who work there too.
        company = self.report_id._get_company_of(reader)
        if not self._sees_others() or company not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "What others see in a report, Sales Management of their company "
                    "may look at. Choose yourself."
                )
            )
        if reader not in self.report_id._get_recipients():
            raise UserError(
                self.env._(
                    "%(person)s does not get “%(report)s”: choose one of its "
                    "recipients.",
                    person=reader.name,
                    report=self.report_id.name,
                )
            )

    def _leave_out(self, content):
        """Leave out of the contents what is nobody's to see but the reader's."""
        if self.user_id._origin == self.env.user:
            return
        lines = self.report_id.line_ids.filtered(
            lambda line: line.kind == "records" and line.model in PRIVATE
        )
        for section in content["sections"]:
            if section.get("line_id") in lines.ids:
                empty = self.env._(
                    "What people have planned is shown to themselves alone."
                )
                section.update(rows=[], columns=[], total=None, more="", empty=empty)

    def action_send_me(self):
        """Send the user their own."""
        self.ensure_one()
        return self.report_id.action_send_me()
