"""Drafts, active reports and paused ones; and what they lack."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_report import ACTIVE, DRAFT, PAUSED
from .report_periods import DAILY, MONTHLY, QUARTERLY, WEEKLY


class PlaybookReport(models.Model):
    _inherit = "playbook.report"

    may_change = fields.Boolean(
        string="May be changed by me", compute="_compute_may_change"
    )
    missing = fields.Text(
        string="What it lacks",
        compute="_compute_missing",
        help="What has to be said before it can be sent.",
    )
    in_words = fields.Char(string="When", compute="_compute_in_words")

    @api.depends_context("uid")
    def _compute_may_change(self):
        self.may_change = self.has_access("write")

    @api.depends("name", "line_ids.missing", "profile_ids", "user_ids")
    @api.depends_context("lang")
    def _compute_missing(self):
        for report in self:
            report.missing = "\n".join(report._get_missing()) or False

    def _get_missing(self):
        """What it lacks to be sent: a list of sentences."""
        self.ensure_one()
        missing = []
        if not self.profile_ids and not self.user_ids:
            missing.append(self.env._("Whom it is for: a profile or somebody."))
        if not self.line_ids:
            missing.append(self.env._("What stands in it: at least one part."))
        return missing + [
            f"{line.display_name}: {line.missing}"
            for line in self.line_ids
            if line.missing
        ]

    @api.depends("frequency", "weekday", "day_of_month", "send_hour")
    @api.depends_context("lang")
    def _compute_in_words(self):
        days = dict(self._fields["weekday"]._description_selection(self.env))
        for report in self:
            minutes = round(report.send_hour * 60)
            words = {
                "hour": f"{minutes // 60}:{minutes % 60:02}",
                "day": days.get(report.weekday, ""),
                "number": report.day_of_month,
            }
            report.in_words = self._get_when_words(report.frequency, words)

    @api.model
    def _get_when_words(self, frequency, words):
        if frequency == DAILY:
            return self.env._("Every working day from %(hour)s on", **words)
        if frequency == WEEKLY:
            return self.env._("Every week: %(day)s from %(hour)s on", **words)
        if frequency == MONTHLY:
            return self.env._("Every month: day %(number)s from %(hour)s on", **words)
        if frequency == QUARTERLY:
            return self.env._(
                "Every quarter: day %(number)s of its first month, from %(hour)s on",
                **words,
            )
        return ""

    # ------------------------------------------------------------------
    # Switching
    # ------------------------------------------------------------------

    def action_activate(self):
        """Send it from now on, each time that it is due.

        :raise UserError: where something is missing.
        """
        self.check_access("write")
        self._check_complete()
        self.state = ACTIVE

    def _check_complete(self):
        """:raise UserError: where something is missing."""
        for report in self:
            missing = report._get_missing()
            if missing:
                raise UserError(
                    self.env._(
                        "“%(report)s” cannot be sent yet. What it lacks:\n%(missing)s",
                        report=report.name,
                        missing="\n".join(f"- {each}" for each in missing),
                    )
                )

    def action_pause(self):
        """Send it no more until it is activated again; what is due meanwhile is left
        out.
        """
        self.check_access("write")
        self.state = PAUSED

    def action_set_draft(self):
        """Take it back to be worked on."""
        self.check_access("write")
        self.state = DRAFT

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        # That it was sent is no secret for who may delete it.
        ledger = self.env["playbook.report.delivery"].sudo()
        row = ledger.search(
            [("report_id", "in", self.ids), ("on_demand", "=", False)], limit=1
        )
        if row:
            raise UserError(
                self.env._(
                    "“%(report)s” cannot be deleted: it was sent to people, and what "
                    "they got and opened would go with it. Archive it instead.",
                    report=row.report_id.name,
                )
            )

    # ------------------------------------------------------------------
    # Review
    # ------------------------------------------------------------------

    def _set_review_date(self, day):
        """Note when these are looked at again; that may be whoever answers for them."""
        self.review_date = day
