from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .playbook_printed_mixin import Cell, Section

FIGURES = (
    *("revenue_won", "orders_won", "average_deal", "win_rate", "sales_cycle"),
    *("pipeline", "forecast", "stale_share", "next_step_share", "contact_share"),
    *("actions_done", "actions_on_time", "effectiveness", "promises_kept"),
    "quality_leads",
)
# No more than fit on a page beside a name.
OF_PEOPLE = (
    *("revenue_won", "orders_won", "win_rate", "pipeline", "actions_done"),
    "effectiveness",
)
OPEN = Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")
SHOWN = 12


class TeamReview(models.AbstractModel):
    """What a sales team did in a month, and where it stands: for its meeting."""

    _name = "report.crm_playbook.team_review"
    _description = "Review of a sales team"
    _inherit = ["playbook.printed.mixin"]

    @api.model
    def _get_report_values(self, docids, data=None):
        teams = self._get_docs("crm.team", docids, data)
        self._check_figures(teams)
        return self._make_values(
            teams, [self._get_review(team, data) for team in teams]
        )

    @api.model
    def _check_figures(self, teams):
        """Sums of what they may read would be told as those of the team.

        :raise AccessError: of one of ``teams`` the user does not read the figures.
        """
        if self.env.su:
            return
        others = teams - self.env.user._filter_figures_teams(teams)
        if others:
            raise AccessError(
                self.env._(
                    "The figures of the team “%(team)s” are not yours to read: choose "
                    "a team that you lead or belong to.",
                    team=others[0].display_name,
                )
            )

    @api.model
    def _get_review(self, team, data):
        company = self._get_company(team, data)
        own = self._of_company(company)
        period = own._get_month(company, data)
        of_team = Domain("team_id", "=", team.id)
        of_deals = of_team & Domain("company_id", "in", [company.id, False])
        moments = own._get_moments(company, period)
        return {
            "record": team,
            "company": company,
            "title": team.display_name,
            "subtitle": own.env._(
                "Sales review of %(month)s", month=own._month_words(period)
            ),
            "text": own._describe_team(team),
            "sections": [
                own._get_figures(
                    own.env._("Figures"),
                    own._get_indicators(FIGURES),
                    company,
                    period,
                    of_team,
                ),
                own._get_people(company, period, of_team),
                own._get_pipeline(of_deals),
                *own._get_ended(of_deals & moments),
                own._get_actions(team, company, moments),
                own._get_stale(of_deals),
                *own._get_objectives(
                    Domain("company_id", "=", company.id)
                    & Domain("team_id", "in", [team.id, False])
                ),
            ],
        }

    @api.model
    def _get_company(self, team, data):
        """Of whose results the page is: those of the team's company, or of the one that
        was chosen where several share the team.
        """
        chosen = (data or {}).get("playbook_company")
        shared = self.env["res.company"].browse(chosen and int(chosen)).exists()
        return team.company_id or shared or self.env.company

    @api.model
    def _describe_team(self, team):
        members = team.member_ids.sorted("name").mapped("name")
        return self.env._(
            "Leader: %(leader)s. Members: %(members)s.",
            leader=team.user_id.name or self.env._("nobody"),
            members=", ".join(members) or self.env._("nobody"),
        )

    @api.model
    def _get_people(self, company, period, of_team):
        return self._get_parts(
            self.env._("Who did what"),
            self._get_indicators(OF_PEOPLE),
            company,
            period,
            groupby="user_id",
            label=self.env._("Person"),
            domain=of_team,
        )

    @api.model
    def _get_pipeline(self, of_team):
        """Where the open deals are now."""
        Lead = self.env["crm.lead"]
        groups = []
        if Lead.has_access("read"):
            groups = Lead._read_group(
                of_team & OPEN,
                ["stage_id"],
                ["__count", "expected_revenue:sum", "prorated_revenue:sum"],
            )
        most = max((expected for _stage, _n, expected, _w in groups), default=0)
        rows = [
            [
                Cell(stage.display_name or "", bar=self._share(expected, most)),
                self._number(count),
                self._money(expected),
                self._money(weighted),
            ]
            for stage, count, expected, weighted in groups
        ]
        columns = (
            self.env._("Stage"),
            self.env._("Deals"),
            self.env._("Expected"),
            self.env._("Weighted"),
        )
        title = self.env._("Open deals by stage, as of now")
        return Section(title, columns, rows, empty=self.env._("No deal is open."))

    @api.model
    def _get_ended(self, domain):
        """What was won and what was lost, the largest first."""
        Report = self.env["playbook.sales.report"]
        kinds = (
            ("won", self.env._("Won"), self.env._("Nothing was won.")),
            ("lost", self.env._("Lost"), self.env._("Nothing was lost.")),
        )
        columns = (
            self.env._("Deal"),
            self.env._("Customer"),
            self.env._("Salesperson"),
            self.env._("Date"),
            self.env._("Value"),
        )
        for state, title, empty in kinds:
            ended = Domain("kind", "=", "opportunity") & Domain("state", "=", state)
            found = Report.search(domain & ended)
            values = {row: row.lead_id.expected_revenue for row in found}
            largest = sorted(found, key=values.get, reverse=True)
            rows = [
                [
                    Cell(row.name or ""),
                    Cell(row.partner_id.display_name or ""),
                    Cell(row.user_id.name or ""),
                    self._date(row.date),
                    self._money(values[row]),
                ]
                for row in largest[:SHOWN]
            ]
            total = self._money(sum(values.values())).text
            text = self.env._(
                "%(count)s in all, %(value)s.", count=len(found), value=total
            )
            text = text if found else ""
            yield Section(title, columns, rows, text, empty, words=4)

    @api.model
    def _get_actions(self, team, company, moments):
        """What was done with customers, and what came of it: on the team's deals, and
        by its members on customers.
        """
        domain = Domain("team_id", "=", team.id)
        domain |= Domain("team_id", "=", False) & Domain(
            "user_id", "in", (team.member_ids | team.user_id).ids
        )
        Report = self.env["playbook.action.report"]
        groups = Report._read_group(
            moments & domain & Domain("company_id", "in", [company.id, False]),
            ["purpose_id"],
            ["__count", "positive_rate:avg", "won_rate:avg", "won_amount:sum"],
            order="__count desc",
        )
        most = max((count for _purpose, count, *_rest in groups), default=0)
        rows = [
            [
                Cell(
                    purpose.display_name or self.env._("No purpose"),
                    bar=self._share(count, most),
                ),
                self._number(count),
                self._percent(positive),
                self._percent(won),
                self._money(amount),
            ]
            for purpose, count, positive, won, amount in groups
        ]
        columns = (
            self.env._("Purpose"),
            self.env._("Actions"),
            self.env._("Positive"),
            self.env._("Led to a sale"),
            self.env._("Revenue it had a part in"),
        )
        title = self.env._("Actions and what came of them")
        empty = self.env._("Nothing was done with customers.")
        return Section(title, columns, rows, empty=empty)

    @api.model
    def _get_stale(self, of_team):
        """What has not moved for long, the largest first."""
        Lead = self.env["crm.lead"]
        deals = Lead.browse()
        if Lead.has_access("read"):
            stale = of_team & OPEN & Domain("is_stale", "=", True)
            deals = Lead.search(stale, order="expected_revenue desc", limit=SHOWN)
        rows = [
            [
                Cell(deal.name),
                Cell(deal.stage_id.name or ""),
                Cell(deal.user_id.name or ""),
                self._date(deal.activity_date_deadline),
                self._money(deal.expected_revenue),
            ]
            for deal in deals
        ]
        columns = (
            self.env._("Deal"),
            self.env._("Stage"),
            self.env._("Salesperson"),
            self.env._("Next step"),
            self.env._("Expected"),
        )
        title = self.env._("Deals that stand still")
        empty = self.env._("No deal is stale.")
        return Section(title, columns, rows, empty=empty, words=4)
