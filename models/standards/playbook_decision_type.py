from odoo import models


class PlaybookDecisionType(models.Model):
    _inherit = "playbook.decision.type"

    def _get_deciders(self, record, author=None):
        """On procedures decides who may write them: a step up is one's own writing."""
        users = super()._get_deciders(record, author)
        if record._name != "playbook.procedure":
            return users
        Procedure = self.env["playbook.procedure"]
        return users.filtered(
            lambda user: Procedure.with_user(user).has_access("write")
        )
