from odoo import api, models

# What each kind of work begins with: what is made, and in which form; the words stand
# on the dialog.
BEGINNINGS = {
    "sales": ("crm.lead", "crm_playbook.crm_lead_view_quick_create_sales"),
    "marketing": ("crm.lead", "crm_playbook.crm_lead_view_quick_create_marketing"),
    "customer_service": (
        "res.partner",
        "crm_playbook.res_partner_view_quick_create_customer_service",
    ),
    "sales_management": (
        "playbook.activity.quick",
        "crm_playbook.playbook_activity_quick_view_form",
    ),
}


class PlaybookDay(models.AbstractModel):
    """What can be begun from My Day, and where its settings are."""

    _inherit = "playbook.day"

    @api.model
    def _get_create_action(self):
        """The quick form of what the active profile makes most: an opportunity, a lead,
        a customer, or something to be done by a salesperson.
        """
        screen = self.env["res.users"]._get_screen()
        if screen not in BEGINNINGS:
            return False
        model, view = BEGINNINGS[screen]
        if not self.env[model].has_access("create"):
            return False
        context = {}
        if model == "crm.lead":
            leads = screen == "marketing" and self.env.user.has_group(
                "crm.group_use_lead"
            )
            context["default_type"] = "lead" if leads else "opportunity"
        return {
            "type": "ir.actions.act_window",
            "name": self._get_beginning_words(screen, context.get("default_type")),
            "res_model": model,
            "views": [
                (self.env["ir.model.data"]._xmlid_to_res_id(view), "form"),
            ],
            "target": "new",
            "context": context,
        }

    @api.model
    def _get_beginning_words(self, screen, lead_type):
        if screen == "customer_service":
            return self.env._("New customer")
        if screen == "sales_management":
            return self.env._("Ask for something")
        if lead_type == "lead":
            return self.env._("New lead")
        return self.env._("New opportunity")

    @api.model
    def _get_settings_action(self):
        return "crm_playbook.playbook_attention_action"
