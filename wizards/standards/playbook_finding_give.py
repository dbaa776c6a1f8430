from odoo import fields, models


class PlaybookFindingGive(models.TransientModel):
    """The dialog in which points to fix are given to somebody else, with a day."""

    _name = "playbook.finding.give"
    _description = "Give points to fix to somebody else"

    finding_ids = fields.Many2many(
        "playbook.finding",
        "playbook_finding_give_rel",
        "give_id",
        "finding_id",
        string="Points to fix",
    )
    user_id = fields.Many2one(
        "res.users",
        string="To",
        required=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    date_due = fields.Date(string="Due", required=True)
    note = fields.Text(help="Whoever gets it reads it.")

    def action_give(self):
        """Give them to the person chosen."""
        self.ensure_one()
        self.finding_ids._give(self.user_id, self.date_due, self.note)
        return {"type": "ir.actions.act_window_close"}
