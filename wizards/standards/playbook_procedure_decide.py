from odoo import fields, models
from odoo.exceptions import UserError


class PlaybookProcedureDecide(models.TransientModel):
    """The dialog in which somebody says why procedures are refused."""

    _name = "playbook.procedure.decide"
    _description = "Refuse procedures"

    procedure_ids = fields.Many2many(
        "playbook.procedure",
        "playbook_procedure_decide_rel",
        "decide_id",
        "procedure_id",
        string="Procedures",
        readonly=True,
    )
    seen_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    comment = fields.Text(string="Why", help="Whoever asked reads it.")

    def action_refuse(self):
        """Refuse them: they stay drafts, and whoever asked is told why."""
        self.ensure_one()
        asked = max(filter(None, self.procedure_ids.mapped("date_asked")), default=None)
        if asked and asked > self.seen_at:
            raise UserError(
                self.env._(
                    "It has changed since you opened it, and approval was asked for "
                    "again: close this, and look at it again."
                )
            )
        self.procedure_ids._refuse(self.comment)
        return {"type": "ir.actions.act_window_close"}
