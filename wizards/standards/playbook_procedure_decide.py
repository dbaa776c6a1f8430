from odoo import fields, models


class PlaybookProcedureDecide(models.TransientModel):
    """The dialog in which somebody says why procedures are refused."""

    _name = "playbook.procedure.decide"
    _inherit = "playbook.refuse.mixin"
    _description = "Refuse procedures"

    _refused_field = "procedure_ids"

    procedure_ids = fields.Many2many(
        "playbook.procedure",
        "playbook_procedure_decide_rel",
        "decide_id",
        "procedure_id",
        string="Procedures",
        readonly=True,
    )
