from odoo import api, models

# They run a server action on teams, which everybody reads, that opens leads.
LEAD_MENUS = ("crm.menu_crm_opportunities", "crm.crm_menu_forecast")
# Of one's own, for who sells. Others have All Opportunities, Quotations and Orders.
SALES_MENUS = (
    "crm.menu_crm_opportunities",
    "crm.sales_team_menu_team_pipeline",
    "sale_crm.sale_order_menu_quotations_crm",
)
# It has entries of its own; what it opens by itself is the pipeline.
CONFIGURATION_MENU = "crm.crm_menu_config"
USER = "crm_playbook.group_user"


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """No entry answers "access denied" to who enters CRM without selling."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if not user.has_group(USER) or user._sells():
            return hidden
        names = SALES_MENUS
        if not self.env["crm.lead"].has_access("read"):
            names += LEAD_MENUS
        menus = (self.env.ref(xmlid, raise_if_not_found=False) for xmlid in set(names))
        return [*hidden, *(menu.id for menu in menus if menu)]

    @api.model
    def load_menus(self, debug):
        menus = super().load_menus(debug)
        configuration = self.env.ref(CONFIGURATION_MENU, raise_if_not_found=False)
        if (
            not configuration
            or configuration.id not in menus
            or self.env["crm.lead"].has_access("read")
        ):
            return menus
        nothing = dict.fromkeys(("action_id", "action_model", "action_path"), False)
        # What Odoo has cached stays as it is.
        return {
            **menus,
            configuration.id: {**menus[configuration.id], **nothing},
        }
