from odoo import models

# Who reads the figures of everybody.
READ_ALL_FIGURES = (
    "crm_playbook.group_sales_management",
    "crm_playbook.group_marketing",
    "crm_playbook.group_customer_service_all",
    "sales_team.group_sale_salesman_all_leads",
)

# Who reads those of their teams.
READ_TEAM_FIGURES = (
    "crm_playbook.group_sale_salesman_team",
    "crm_playbook.group_customer_service_team",
)


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "playbook.figure.part.mixin"]

    _measured_as = "user_id"

    def _reads_all_figures(self):
        """Whether the record rules of measurements hold nothing back from this user."""
        self.ensure_one()
        return any(map(self.has_group, READ_ALL_FIGURES))

    def _filter_figures_teams(self, teams):
        """Those of ``teams`` whose figures this user reads as a whole."""
        if self._reads_all_figures():
            return teams
        if any(map(self.has_group, READ_TEAM_FIGURES)):
            return teams & self.playbook_team_ids
        return teams.browse()
