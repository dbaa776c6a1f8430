from odoo import api, models

# They run a server action on teams, which everybody reads, that opens leads.
LEAD_MENUS = ("crm.menu_crm_opportunities", "crm.crm_menu_forecast")
# Of one's own, for who sells. Others have All Opportunities, Quotations and Orders.
SALES_MENUS = (
    "crm.menu_crm_opportunities",
    "crm.sales_team_menu_team_pipeline",
    "sale_crm.sale_order_menu_quotations_crm",
)
# A chart of what is not there while leads are switched off.
LEAD_REPORT_MENU = "crm.crm_opportunity_report_menu_lead"
# It has entries of its own; what it opens by itself is the pipeline.
CONFIGURATION_MENU = "crm.crm_menu_config"
ROOT_MENU = "crm.crm_menu_root"
MY_DAY_MENU = "crm_playbook.playbook_my_day_menu"
USER = "crm_playbook.group_user"


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """No entry answers "access denied" to who enters CRM without selling."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if not user.has_group(USER):
            return hidden
        names = () if user._sells() else SALES_MENUS
        if not user.has_group("crm.group_use_lead"):
            names += (LEAD_REPORT_MENU,)
        if not self.env["crm.lead"].has_access("read"):
            names += LEAD_MENUS
        menus = (self.env.ref(xmlid, raise_if_not_found=False) for xmlid in set(names))
        return [*hidden, *(menu.id for menu in menus if menu)]

    @api.model
    def load_menus(self, debug):
        """The menus as Odoo has cached them for this user, less what the screens of
        the active profile leave out: that may change at any moment.
        """
        menus = super().load_menus(debug)
        menus = self._without_left_out(menus)
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

    @api.model
    def _get_left_out(self):
        """The ids of the menus that the current user's screens leave out."""
        user = self.env.user
        key = user._get_screen_key()
        if not key or self.env["res.users"]._shows_everything():
            return set()
        if user._works_in_odoos_screens():
            my_day = self.env.ref(MY_DAY_MENU, raise_if_not_found=False)
            return {my_day.id} if my_day else set()
        profile_id, _screen, level = key
        return self.env["playbook.screen.menu"]._get_left_out(profile_id, level)

    @api.model
    def _without_left_out(self, menus):
        left_out = self._get_left_out() & menus.keys()
        if not left_out:
            return menus
        gone = set()
        waiting = list(left_out)
        while waiting:
            menu_id = waiting.pop()
            gone.add(menu_id)
            waiting += menus[menu_id]["children"]
        kept = {
            key: {
                **menu,
                "children": [each for each in menu["children"] if each not in gone],
            }
            for key, menu in menus.items()
            if key not in gone
        }
        return self._without_empty(kept, menus)

    @api.model
    def _without_empty(self, kept, menus):
        """A heading under which nothing is left goes too."""
        while empty := {
            key
            for key, menu in kept.items()
            if key != "root"
            and menus[key]["children"]
            and not (menu["children"] or menu["action_id"])
        }:
            kept = {
                key: {
                    **menu,
                    "children": [e for e in menu["children"] if e not in empty],
                }
                for key, menu in kept.items()
                if key not in empty
            }
        return kept
