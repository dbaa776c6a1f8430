from odoo import fields, models


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
    comment = fields.Text(string="Why", help="Whoever asked reads it.")

    def action_refuse(self):
        """Refuse them: they stay drafts, and whoever asked is told why."""
        self.ensure_one()
        self.procedure_ids._refuse(self.comment)
        return {"type": "ir.actions.act_window_close"}
