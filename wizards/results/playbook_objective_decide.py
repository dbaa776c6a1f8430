from odoo import fields, models
from odoo.exceptions import UserError


class PlaybookObjectiveDecide(models.TransientModel):
    """The dialog in which somebody says why objectives are refused."""

    _name = "playbook.objective.decide"
    _description = "Refuse objectives"

    objective_ids = fields.Many2many(
        "playbook.objective",
        "playbook_objective_decide_rel",
        "decide_id",
        "objective_id",
        string="Objectives",
        readonly=True,
    )
    seen_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    comment = fields.Text(string="Why", help="Whoever asked reads it.")

    def action_refuse(self):
        """Refuse them: they become drafts again, and whoever asked is told why."""
        self.ensure_one()
        asked = max(filter(None, self.objective_ids.mapped("date_asked")), default=None)
        if asked and asked > self.seen_at:
            raise UserError(
                self.env._(
                    "It has changed since you opened it, and approval was asked for "
                    "again: close this, and look at it again."
                )
            )
        self.objective_ids._refuse(self.comment)
        return {"type": "ir.actions.act_window_close"}
