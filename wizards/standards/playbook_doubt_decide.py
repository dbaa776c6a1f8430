from odoo import fields, models


class PlaybookDoubtDecide(models.TransientModel):
    """The dialog in which somebody decides on a requirement in doubt, and says why."""

    _name = "playbook.doubt.decide"
    _description = "Decide on a requirement in doubt"

    doubt_id = fields.Many2one(
        "playbook.doubt", required=True, readonly=True, ondelete="cascade"
    )
    warning = fields.Char(related="doubt_id.warning")
    comment = fields.Text(string="Why")

    def action_keep(self):
        """Go on enforcing it."""
        return self._decide("action_keep")

    def action_fall_back(self):
        """Let it only warn."""
        return self._decide("action_fall_back")

    def _decide(self, method):
        self.ensure_one()
        doubt = self.doubt_id.with_context(playbook_comment=self.comment)
        getattr(doubt, method)()
        return {"type": "ir.actions.act_window_close"}
