"""Of what a part of a report tells: the days, as its condition may name them, and the
indicators.
"""

from odoo import api, models

from .playbook_report_line import COURSE, FIGURES, TABLE, VERDICT
from .report_days import make_day


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    @api.depends("report_id.frequency")
    @api.depends_context("uid")
    def _compute_period(self):
        """For the editor of the condition, which counts by it."""
        for line in self:
            period = line._get_last_period()
            line.period_from, line.period_to = period.date_from, period.date_to

    def _get_last_period(self):
        """The last period that is over, for the user."""
        self.ensure_one()
        report = self.report_id or self.env["playbook.report"].new({})
        return report._get_last_period(self.env.user)

    @staticmethod
    def _get_period_names(period):
        return {
            "period_from": make_day(period.date_from),
            "period_to": make_day(period.date_to),
        }

    def _get_measured_indicators(self):
        """Those whose figures these show."""
        listed = self.filtered(lambda line: line.kind in (FIGURES, TABLE))
        courses = self.filtered(lambda line: line.kind == COURSE)
        found = listed.indicator_ids | courses.indicator_id
        if any(line.kind == VERDICT for line in self):
            found |= self.env["playbook.indicator"]._get_verdict_indicators()
        return found
