from odoo import fields, models
from odoo.exceptions import UserError


class PlaybookRefuseMixin(models.AbstractModel):
    """A dialog in which somebody says why records are refused.

    They are of a model with ``playbook.approval.mixin``, and stand in the field
    ``_refused_field``.
    """

    _name = "playbook.refuse.mixin"
    _description = "Why something is refused"

    _refused_field = None

    seen_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    comment = fields.Text(string="Why", help="Whoever asked reads it.")

    def action_refuse(self):
        """Refuse them: they stay drafts, and whoever asked is told why."""
        self.ensure_one()
        records = self[self._refused_field]
        asked = max(filter(None, records.mapped("date_asked")), default=None)
        if asked and asked > self.seen_at:
            raise UserError(
                self.env._(
                    "It has changed since you opened it, and approval was asked for "
                    "again: close this, and look at it again."
                )
            )
        records._refuse(self.comment)
        return {"type": "ir.actions.act_window_close"}
