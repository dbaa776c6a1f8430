from odoo import models


class PlaybookDecisionType(models.Model):
    _inherit = "playbook.decision.type"

    def _filter_deciders(self, users, record):
        """A workflow acts in the name of who switches it live: who reads no leads
        cannot.
        """
        users = super()._filter_deciders(users, record)
        if record._name != "playbook.workflow":
            return users
        Lead = self.env["crm.lead"]
        return users.filtered(lambda user: Lead.with_user(user).has_access("read"))
