from odoo import fields, models


class PlaybookTerritoryMoveLine(models.TransientModel):
    """How many would move from one territory, or none, to another one, or none."""

    _name = "playbook.territory.move.line"
    _description = "Moves from one territory to another"

    move_id = fields.Many2one(
        "playbook.territory.move", required=True, ondelete="cascade", index=True
    )
    old_id = fields.Many2one(
        "playbook.territory", string="From", ondelete="cascade", readonly=True
    )
    new_id = fields.Many2one(
        "playbook.territory", string="To", ondelete="cascade", readonly=True
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    lead_count = fields.Integer(string="Leads and opportunities", readonly=True)
