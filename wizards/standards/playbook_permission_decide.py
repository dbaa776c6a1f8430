from odoo import fields, models


class PlaybookPermissionDecide(models.TransientModel):
    """The dialog in which somebody decides on a permission, with a word about it."""

    _name = "playbook.permission.decide"
    _description = "Decide on a permission"

    permission_id = fields.Many2one(
        "playbook.permission", required=True, readonly=True, ondelete="cascade"
    )
    lead_id = fields.Many2one(related="permission_id.lead_id")
    user_id = fields.Many2one(related="permission_id.user_id")
    move_words = fields.Char(related="permission_id.move_words")
    reason = fields.Text(related="permission_id.reason")
    missing = fields.Text(related="permission_id.missing")
    comment = fields.Text(string="Your answer")

    def action_allow(self):
        """Allow it: the move is completed."""
        return self._decide("action_allow")

    def action_refuse(self):
        """Refuse it."""
        return self._decide("action_refuse")

    def _decide(self, method):
        self.ensure_one()
        permission = self.permission_id.with_context(playbook_comment=self.comment)
        getattr(permission, method)()
        return {"type": "ir.actions.act_window_close"}
