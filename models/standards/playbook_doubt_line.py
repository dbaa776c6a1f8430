from odoo import api, fields, models

from .answers_sql import REPEATED, SAME, WORD

LIST_VIEWS = [(False, "list"), (False, "kanban"), (False, "form")]


class PlaybookDoubtLine(models.Model):
    """An answer that says nothing, and how often it was given.

    Who gave it is not said: a requirement is in doubt, not a person.
    """

    _name = "playbook.doubt.line"
    _description = "Evidence that a requirement is in doubt"
    _rec_name = "value"
    _order = "answers desc, id"

    doubt_id = fields.Many2one(
        "playbook.doubt", required=True, ondelete="cascade", index=True, readonly=True
    )
    kind = fields.Selection(
        [
            (SAME, "The same again and again"),
            (WORD, "A word that says nothing"),
            (REPEATED, "One character, or digits in a row"),
        ],
        required=True,
        readonly=True,
        string="Why",
    )
    value = fields.Char(string="Answer", readonly=True)
    answers = fields.Integer(string="How often", readonly=True)
    record_ids = fields.Json(string="Records", readonly=True, exportable=False)
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends_context("uid")
    @api.depends("doubt_id.requirement_id.model")
    def _compute_can_open(self):
        for line in self:
            model = line.doubt_id.requirement_id.model
            line.can_open = model in self.env and self.env[model].has_access("read")

    def action_open(self):
        """Open the records with this answer that the user may read."""
        self.ensure_one()
        self.check_access("read")
        model = self.doubt_id.requirement_id.model
        self.env[model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(requirement)s: “%(answer)s”",
                requirement=self.doubt_id.requirement_id.label,
                answer=self.value or "",
            ),
            "res_model": model,
            "views": LIST_VIEWS,
            "domain": [("id", "in", self.record_ids or [])],
            "context": {"active_test": False},
        }
