"""Indicators that scheduled reports show are not deleted without a word."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .playbook_report_line import COURSE, FIGURES, TABLE


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        # In which reports it stands, whoever deletes it has to know, of all companies.
        lines = self.env["playbook.report.line"].sudo()
        line = lines.with_context(active_test=False).search(
            Domain("kind", "in", [FIGURES, TABLE])
            & Domain("indicator_ids", "in", self.ids)
            | Domain("kind", "=", COURSE) & Domain("indicator_id", "in", self.ids),
            limit=1,
        )
        if not line:
            return
        indicator = line._get_measured_indicators() & self
        raise UserError(
            self.env._(
                "“%(indicator)s” cannot be deleted: the report “%(report)s” shows it. "
                "Take it out of the report first, or archive the indicator.",
                indicator=indicator[:1].name,
                report=line.report_id.name,
            )
        )
