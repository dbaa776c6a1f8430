from odoo import api, models

from .playbook_report_delivery import FAILED


class PlaybookDay(models.AbstractModel):
    """The scheduled reports that one answers for: what went wrong."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "report_problem"]

    @api.model
    def _find_report_problems(self):
        """Those with a problem for which the user answers: their own, and those of
        whoever is absent, has left, or was never named.
        """
        Report = self.env["playbook.report"]
        reports = Report._find_with_problems()
        if not reports:
            return reports
        mine = self.env["playbook.review"]._filter_mine(reports.responsible_id)
        manages = self.env.user.has_group("crm_playbook.group_sales_management")
        return reports.filtered(
            lambda report: report.responsible_id in mine
            if report.responsible_id
            else manages
        )

    @api.model
    def _lines_report_problem(self):
        reports = self._find_report_problems()
        unsent = reports._count_unsent()
        return [
            self._make_line(
                "report_problem",
                report,
                title=self.env._("See why this report does not reach everybody"),
                badge=self._get_report_badge(report, unsent.get(report.id, {})),
                icon="fa-envelope-o",
                automatic=True,
                # What is broken goes away when it is mended.
                can_finish=not any(report.line_ids.mapped("problem")),
                can_postpone=False,
                finish_label=self.env._("Seen"),
            )
            for report in reports
        ]

    @api.model
    def _get_report_badge(self, report, unsent):
        broken = len(report.line_ids.filtered("problem"))
        if broken == 1:
            return self.env._("1 part cannot be shown")
        if broken:
            return self.env._("%(count)s parts cannot be shown", count=broken)
        state = FAILED if FAILED in unsent else next(iter(unsent), FAILED)
        return report._get_unsent_words(state, unsent.get(state, 0))

    @api.model
    def _finish_report_problem(self, ids):
        reports = self._find_report_problems().filtered(lambda each: each.id in ids)
        self._check_unchanged(reports, ids)
        reports._note_unsent()
        return ""
