from odoo import api, models
from odoo.fields import Domain

from odoo.addons.crm_playbook.models.results.playbook_indicator import DIMENSIONS

TEAMS = ("revenue_won", "orders_won", "win_rate", "pipeline", "effectiveness")
SOURCES = ("revenue_won", "new_customers", "leads_received", "lead_conversion")
# How the states of a verdict look.
LOOKS = {"working": "success", "failing": "danger"}


class MonthlyResults(models.AbstractModel):
    """The results of a company in a month, dimension by dimension."""

    _name = "report.crm_playbook.monthly_results"
    _description = "Monthly results"
    _inherit = ["playbook.printed.mixin"]

    @api.model
    def _get_report_values(self, docids, data=None):
        companies = self._get_docs("res.company", docids, data)
        return self._make_values(
            companies, [self._get_results(company, data) for company in companies]
        )

    @api.model
    def _get_results(self, company, data):
        own = self.with_company(company)
        period = own._get_month(company, data)
        indicators = own.env["playbook.indicator"].search(
            [("company_id", "in", [company.id, False])]
        )
        by_dimension = indicators.grouped("dimension")
        words = dict(indicators._fields["dimension"]._description_selection(own.env))
        sections = [
            own._get_figures(words[key], by_dimension[key], company, period)
            for key, _label in DIMENSIONS
            if key in by_dimension
        ]
        sections += own._get_breakdowns(company, period)
        sections += own._get_objectives(Domain("company_id", "=", company.id))
        return {
            "record": company,
            "company": company,
            "title": company.display_name,
            "subtitle": own.env._(
                "Results of %(month)s", month=own._month_words(period)
            ),
            "text": "",
            "verdict": own._judge(company, period),
            "sections": sections,
        }

    @api.model
    def _get_breakdowns(self, company, period):
        yield self._get_parts(
            self.env._("By sales team"),
            self._get_indicators(TEAMS),
            company,
            period,
            groupby="team_id",
            label=self.env._("Sales team"),
        )
        yield self._get_parts(
            self.env._("By source"),
            self._get_indicators(SOURCES),
            company,
            period,
            groupby="source_id",
            label=self.env._("Source"),
            cut="source",
        )

    @api.model
    def _judge(self, company, period):
        """Whether profit, revenue and satisfaction get better: what it is, why, and how
        it looks.
        """
        verdict = self.env["playbook.indicator"]._get_verdict(company, period)
        return {
            "label": verdict.label,
            "text": verdict.text,
            "look": LOOKS.get(verdict.state, "secondary"),
        }
