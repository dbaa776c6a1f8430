from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

TEAM, COMPANY = "team", "company"


class PlaybookResultsPrint(models.TransientModel):
    """The dialog in which somebody chooses which report is printed, for which month."""

    _name = "playbook.results.print"
    _description = "Print results"
    _check_company_auto = True

    printed = fields.Selection(
        selection="_get_reports",
        string="Report",
        required=True,
        default=lambda self: self._get_reports()[0][0],
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    team_ids = fields.Many2many(
        "crm.team",
        "playbook_results_print_team_rel",
        "print_id",
        "team_id",
        string="Sales teams",
        default=lambda self: self._get_own_teams(),
        check_company=True,
        domain=lambda self: [("id", "in", self._get_reviewed_teams().ids)],
        help="A review of each; of all whose figures you read where it is empty.",
    )
    date = fields.Date(
        string="Month",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(day=1) - relativedelta(months=1)
        ),
        help="The report is of the whole month in which this day lies.",
    )

    @api.model
    def _get_reports(self):
        """Monthly results are those of everybody."""
        reports = [(TEAM, self.env._("Sales review of a team"))]
        if self.env.user.has_group("crm_playbook.group_sales_management"):
            reports.append((COMPANY, self.env._("Monthly results of the company")))
        return reports

    @api.model
    def _get_own_teams(self):
        return self.env["crm.team"].search(
            Domain("user_id", "=", self.env.uid)
            & Domain("company_id", "in", [self.env.company.id, False])
        )

    def _get_reviewed_teams(self):
        """Those of which the user reads all figures that a review has."""
        company = self.company_id or self.env.company
        teams = self.env["crm.team"].search(
            Domain("company_id", "in", [company.id, False])
        )
        return self.env.user._filter_figures_teams(teams)

    def action_print(self):
        """Print it.

        :raise UserError: it is not theirs to print, or there is no sales team.
        """
        self.ensure_one()
        if self.printed not in dict(self._get_reports()):
            raise UserError(
                self.env._(
                    "The monthly results of %(company)s are printed by Sales "
                    "Management: choose the review of a team.",
                    company=self.company_id.display_name,
                )
            )
        if self.printed == COMPANY:
            name, records = "monthly_results_report", self.company_id
        else:
            name, records = "team_review_report", self.team_ids
            records = records or self._get_reviewed_teams()
        if not records:
            raise UserError(
                self.env._(
                    "%(company)s has no sales team whose figures you read: create one "
                    "under Configuration, Sales Teams, or be its member.",
                    company=self.company_id.display_name,
                )
            )
        report = self.env.ref(f"crm_playbook.{name}")
        data = {
            "playbook_ids": records.ids,
            "playbook_company": self.company_id.id,
            "playbook_month": fields.Date.to_string(self.date.replace(day=1)),
        }
        return report.report_action([], data=data)
