from odoo import api, fields, models


class PlaybookWorkflowStartLine(models.TransientModel):
    """What one person would get."""

    _name = "playbook.workflow.start.line"
    _description = "What one person would get from a workflow"
    _order = "stale_count desc, id"

    start_id = fields.Many2one(
        "playbook.workflow.start", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Person", readonly=True, ondelete="cascade"
    )
    stale_count = fields.Integer(string="Match now", readonly=True)
    worth = fields.Monetary(readonly=True, currency_field="currency_id")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    taken_count = fields.Integer(string="Would get now", compute="_compute_taken_count")

    def _compute_currency_id(self):
        """The main company's: what the worth of all companies is told in."""
        # A currency is no secret; the company may be one that the user is not in.
        main = self.env.ref("base.main_company").sudo()
        self.currency_id = main.currency_id

    @api.depends(
        "stale_count",
        "start_id.backlog",
        "start_id.starting_limit",
        "start_id.take",
    )
    def _compute_taken_count(self):
        for line in self:
            start = line.start_id
            line.taken_count = {
                "all": line.stale_count,
                "limited": min(line.stale_count, max(start.starting_limit, 0)),
            }.get(start._get_choice(), 0)
