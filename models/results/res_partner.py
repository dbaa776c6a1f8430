from odoo import api, models

from .report_action import report_action


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def action_open_new_customers(self):
        """Open the report of new customers as the active profile wants it."""
        return report_action(self.env, "res_partner_action_new_customers")
