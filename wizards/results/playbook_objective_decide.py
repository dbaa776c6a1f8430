from odoo import fields, models


class PlaybookObjectiveDecide(models.TransientModel):
    """The dialog in which somebody says why objectives are refused."""

    _name = "playbook.objective.decide"
    _inherit = "playbook.refuse.mixin"
    _description = "Refuse objectives"

    _refused_field = "objective_ids"

    objective_ids = fields.Many2many(
        "playbook.objective",
        "playbook_objective_decide_rel",
        "decide_id",
        "objective_id",
        string="Objectives",
        readonly=True,
    )
