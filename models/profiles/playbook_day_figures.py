from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils, formatLang

SHOWN = 3
SALES = ("my_pipeline", "my_won", "without_next_step")
# By screen; the first three that the user may see are shown.
FIGURES = {
    "sales": SALES,
    "marketing": ("new_leads", "to_prepare", "handed_over"),
    "customer_service": ("my_customers", "deals_of_my_customers", "my_done"),
    "sales_management": ("pipeline", "won", "unassigned"),
    "configurator": ("empty_profiles", "without_profile", "leaderless_teams"),
}
# What there is to do about, when nothing is due.
WAITING = {
    "empty_profiles",
    "leaderless_teams",
    "to_prepare",
    "unassigned",
    "without_next_step",
    "without_profile",
}
# For who may not see enough of them.
OTHERS = ("my_done", "my_late", "my_later")


class PlaybookDay(models.AbstractModel):
    """Three figures of one's own, each opening what it counts."""

    _inherit = "playbook.day"

    @api.model
    def _get_figures(self):
        """The figures of the user's screen: each a dictionary with ``key``, ``label``,
        ``value``, ``help`` and ``action``.
        """
        names = FIGURES.get(self.env["res.users"]._get_screen(), SALES)
        figures = []
        for name in dict.fromkeys((*names, *OTHERS)):
            figure = getattr(self, f"_figure_{name}")()
            if figure:
                # Work that waits for who has nothing else to do.
                waits = name in WAITING and figure["value"] != "0"
                figures.append({"key": name, "waits": waits, **figure})
            if len(figures) == SHOWN:
                break
        return figures

    # ------------------------------------------------------------------
    # Customers and activities
    # ------------------------------------------------------------------

    @api.model
    def _figure_my_customers(self):
        return self._figure_count(
            "res.partner",
            self.env._("Customers I look after"),
            self.env._("Customers whose service responsible I am"),
            Domain("service_user_id", "=", self.env.uid)
            & (Domain("parent_id", "=", False) | Domain("is_company", "=", True)),
            ("kanban", "list", "form"),
        )

    @api.model
    def _figure_my_done(self):
        week = date_utils.start_of(self._today(), "week").isoformat()
        return self._figure_count(
            "mail.activity",
            self.env._("Done this week"),
            self.env._("My activities that were finished this week"),
            self._get_mine_domain()
            & Domain("active", "=", False)
            & Domain("date_done", ">=", week),
        )

    @api.model
    def _figure_my_late(self):
        return self._figure_count(
            "mail.activity",
            self.env._("My late activities"),
            self.env._("My activities that were due before today"),
            self._get_mine_domain()
            & Domain("active", "=", True)
            & Domain("date_deadline", "<", self._today().isoformat()),
        )

    @api.model
    def _figure_my_later(self):
        return self._figure_count(
            "mail.activity",
            self.env._("Planned for later"),
            self.env._("My activities that are due after today"),
            self._get_mine_domain()
            & Domain("active", "=", True)
            & Domain("date_deadline", ">", self._today().isoformat()),
        )

    # ------------------------------------------------------------------
    # What the Configurator looks after
    # ------------------------------------------------------------------

    @api.model
    def _figure_empty_profiles(self):
        return self._figure_count(
            "playbook.profile",
            self.env._("Profiles without members"),
            self.env._("Nobody holds these profiles"),
            Domain("user_ids", "=", False),
        )

    @api.model
    def _figure_without_profile(self):
        salespeople = self.env.ref("sales_team.group_sale_salesman")
        return self._figure_count(
            "res.users",
            self.env._("People in CRM without a profile"),
            self.env._("Users with Odoo's Sales access who hold no profile"),
            Domain("all_group_ids", "in", salespeople.ids)
            & Domain("share", "=", False)
            & Domain("playbook_profile_ids", "=", False),
        )

    @api.model
    def _figure_leaderless_teams(self):
        return self._figure_count(
            "crm.team",
            self.env._("Sales teams without a leader"),
            self.env._("Nobody is asked where these teams need a decision"),
            Domain("user_id", "=", False),
        )

    # ------------------------------------------------------------------

    @api.model
    def _figure_count(self, model, label, explanation, domain, views=("list", "form")):
        """How many records there are; None where the user may not read them."""
        records = self.env[model]
        if not records.has_access("read"):
            return None
        if model == "mail.activity":
            # Finished ones are archived.
            records = records.with_context(active_test=False)
        return {
            "label": label,
            "value": formatLang(self.env, records.search_count(domain), digits=0),
            "help": explanation,
            "action": self._get_list(model, label, domain, views),
        }

    @api.model
    def _get_list(self, model, name, domain, views):
        """An action that lists what a figure counts."""
        context = {"create": False}
        if model == "mail.activity":
            context["active_test"] = False
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": list(domain),
            "views": [(False, view) for view in views],
            "context": context,
        }
