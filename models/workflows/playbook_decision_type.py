from odoo import models


class PlaybookDecisionType(models.Model):
    _inherit = "playbook.decision.type"

    def _filter_deciders(self, users, record):
        """A workflow acts in the name of who switches it live: who reads nothing of
        what it is for cannot.
        """
        users = super()._filter_deciders(users, record)
        if record._name != "playbook.workflow":
            return users
        # What a workflow is for is no secret, and is compared alone.
        followed = self.env[record.sudo().res_model]
        return users.filtered(lambda user: followed.with_user(user).has_access("read"))
