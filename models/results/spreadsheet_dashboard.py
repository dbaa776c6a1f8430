from odoo import api, models

# The dashboard of each profile, by the key of its screens.
OF_PROFILES = {
    "sales": "dashboard_sales",
    "marketing": "dashboard_marketing",
    "customer_service": "dashboard_customer_service",
    "sales_management": "dashboard_sales_management",
}


class SpreadsheetDashboard(models.Model):
    _inherit = "spreadsheet.dashboard"

    @api.model
    def action_open_playbook(self):
        """Open the dashboard of the profile that the user works in.

        :return: an action; Odoo's list of dashboards where there is none of it.
        """
        # Which screen opens is all that is read of it.
        action = (
            self.env.ref("spreadsheet_dashboard.ir_actions_dashboard_action")
            .sudo()
            ._get_action_dict()
        )
        dashboard = self._find_of_profile()
        if dashboard:
            action["params"] = {"dashboard_id": dashboard.id}
        return action

    @api.model
    def _find_of_profile(self):
        """That of the active profile, else the first of ours that one may read."""
        ours = self.search(
            [
                ("dashboard_group_id", "=", self._get_playbook_group().id),
                ("is_published", "=", True),
            ]
        )
        wanted = self.env.ref(
            f"crm_playbook.{OF_PROFILES.get(self.env['res.users']._get_screen())}",
            raise_if_not_found=False,
        )
        return wanted if wanted in ours else ours[:1]

    @api.model
    def _get_playbook_group(self):
        group = self.env.ref(
            "crm_playbook.spreadsheet_dashboard_group", raise_if_not_found=False
        )
        return group or self.env["spreadsheet.dashboard.group"]
