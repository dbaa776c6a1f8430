from odoo import api, models
from odoo.fields import Domain

VIEWS = ("list", "kanban", "form")


class PlaybookDay(models.AbstractModel):
    """The figures of leads and opportunities."""

    _inherit = "playbook.day"

    @api.model
    def _figure_my_pipeline(self):
        return self._lead_revenue(
            self.env._("My open pipeline"),
            self.env._("Expected revenue of my open opportunities"),
            self._get_open_domain() & self._get_mine_domain(),
        )

    @api.model
    def _figure_my_won(self):
        return self._lead_revenue(
            self.env._("Won this month"),
            self.env._("Expected revenue of my opportunities won this month"),
            self._get_won_domain() & self._get_mine_domain(),
        )

    @api.model
    def _figure_without_next_step(self):
        return self._lead_count(
            self.env._("Deals without next step"),
            self.env._("My open opportunities for which nothing is planned"),
            self._get_open_domain()
            & self._get_mine_domain()
            & Domain("activity_ids", "=", False),
        )

    @api.model
    def _figure_pipeline(self):
        return self._lead_revenue(
            self.env._("Open pipeline"),
            self.env._("Expected revenue of all open opportunities"),
            self._get_open_domain(),
        )

    @api.model
    def _figure_won(self):
        return self._lead_revenue(
            self.env._("Won this month"),
            self.env._("Expected revenue of all opportunities won this month"),
            self._get_won_domain(),
        )

    @api.model
    def _figure_unassigned(self):
        return self._lead_count(
            self.env._("Unassigned opportunities"),
            self.env._("Open opportunities without a salesperson"),
            self._get_open_domain() & Domain("user_id", "=", False),
        )

    @api.model
    def _figure_new_leads(self):
        domain = Domain("create_date", ">=", self._get_month_text())
        if self._uses_leads():
            # Those that have become opportunities since were leads too.
            domain &= Domain("type", "=", "lead") | Domain(
                "date_conversion", "!=", False
            )
        return self._lead_count(
            self.env._("New leads this month"),
            self.env._("Leads that came in this month"),
            domain,
        )

    @api.model
    def _figure_to_prepare(self):
        return self._lead_count(
            self.env._("Leads to prepare"),
            self.env._("Open leads that are nobody's yet"),
            self.env.user._get_marketing_domain()
            & Domain("user_id", "=", False)
            & Domain("won_status", "=", "pending"),
        )

    @api.model
    def _figure_handed_over(self):
        """Where leads are switched off, what Marketing made and is somebody's now."""
        month = self._get_month_text()
        if self._uses_leads():
            domain = Domain("date_conversion", ">=", month)
        else:
            # Who is in Marketing is no secret.
            group = self.env.ref("crm_playbook.group_marketing").sudo()
            domain = Domain("date_open", ">=", month) & Domain("user_id", "!=", False)
            domain &= Domain("create_uid", "in", group.all_user_ids.ids)
        return self._lead_count(
            self.env._("Handed over this month"),
            self.env._("Opportunities that Sales was given this month"),
            domain & Domain("type", "=", "opportunity"),
        )

    @api.model
    def _figure_deals_of_my_customers(self):
        return self._lead_count(
            self.env._("Open deals of my customers"),
            self.env._("Open opportunities of the customers that I look after"),
            self._get_open_domain() & Domain("service_user_id", "=", self.env.uid),
        )

    @api.model
    def _lead_count(self, label, explanation, domain):
        return self._figure_count("crm.lead", label, explanation, domain, VIEWS)

    @api.model
    def _lead_revenue(self, label, explanation, domain):
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return None
        rate = self.env["res.partner"]._get_rate_to_company
        total = sum(
            # Which currency a company has is no secret.
            amount * rate((company or self.env.company).sudo().currency_id)
            for company, amount in Lead._read_group(
                domain, ["company_id"], ["expected_revenue:sum"]
            )
        )
        return {
            "label": label,
            "value": self._format_money(total),
            "help": explanation,
            "action": self._get_list("crm.lead", label, domain, VIEWS),
        }

    @api.model
    def _uses_leads(self):
        return self.env.user.has_group("crm.group_use_lead")

    @api.model
    def _get_mine_domain(self):
        return Domain("user_id", "=", self.env.uid)

    @api.model
    def _get_open_domain(self):
        return Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")

    @api.model
    def _get_won_domain(self):
        return Domain("won_status", "=", "won") & Domain(
            "date_closed", ">=", self._get_month_text()
        )

    @api.model
    def _get_month_text(self):
        # Domains go to the client.
        return str(self._begin_of_month())
