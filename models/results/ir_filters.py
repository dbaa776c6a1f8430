from odoo import api, models

PREFIX = "crm_playbook.ir_filters_"


class IrFilters(models.Model):
    """Shipped favourites in the language of whoever opens them.

    Odoo's favourites have one name for all languages. One that a company has given
    another name keeps it.
    """

    _inherit = "ir.filters"

    @api.model
    def get_filters(
        self,
        model,
        action_id=None,
        embedded_action_id=None,
        embedded_parent_res_id=None,
    ):
        found = super().get_filters(
            model, action_id, embedded_action_id, embedded_parent_res_id
        )
        names = self._get_shipped_names()
        if any(each["name"] in names for each in found):
            ids = self.browse(each["id"] for each in found).get_external_id()
            for each in found:
                if ids[each["id"]].startswith(PREFIX):
                    each["name"] = names.get(each["name"], each["name"])
        return found

    @api.model
    def _get_shipped_names(self):
        """From the names that are shipped to those in the user's language."""
        return {
            "Sales per person and month": self.env._("Sales per person and month"),
            "Won and lost per team": self.env._("Won and lost per team"),
            "Pipeline per person and stage": self.env._(
                "Pipeline per person and stage"
            ),
            "My pipeline by stage": self.env._("My pipeline by stage"),
            "My sales by customer": self.env._("My sales by customer"),
            "Campaigns: what was won": self.env._("Campaigns: what was won"),
            "Segments: what was won": self.env._("Segments: what was won"),
            "Effectiveness per person": self.env._("Effectiveness per person"),
            "By which contact revenue came": self.env._(
                "By which contact revenue came"
            ),
            "What works for me": self.env._("What works for me"),
            "Promotion: what came of it": self.env._("Promotion: what came of it"),
            "Complaints and support by month": self.env._(
                "Complaints and support by month"
            ),
            "New customers per person and month": self.env._(
                "New customers per person and month"
            ),
            "New customers by territory and industry": self.env._(
                "New customers by territory and industry"
            ),
            "My new customers by source": self.env._("My new customers by source"),
            "New customers by campaign": self.env._("New customers by campaign"),
            "New customers by segment and source": self.env._(
                "New customers by segment and source"
            ),
        }
