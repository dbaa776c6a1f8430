from odoo import api, models

from .role_action import role_action


class ResPartner(models.Model):
    """The screens of customers follow the profile that the user works in."""

    _name = "res.partner"
    _inherit = ["res.partner", "playbook.screen.mixin"]
    _playbook_role_views = {
        "form": dict.fromkeys(
            (None, "base.view_partner_form"), "res_partner_view_form"
        ),
        "list": {"base.view_partner_tree": "res_partner_view_list"},
        "kanban": {"base.res_partner_kanban_view": "res_partner_view_kanban"},
    }

    @api.model
    def action_open_customers(self):
        """Open the customers with the columns and filters of the active profile."""
        return role_action(self.env, "res_partner_action") or self.env[
            "ir.actions.act_window"
        ]._for_xml_id("base.action_partner_form")
