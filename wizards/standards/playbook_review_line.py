from odoo import fields, models


class PlaybookReviewLine(models.TransientModel):
    """One thing that is due for review."""

    _name = "playbook.review.line"
    _description = "To be looked at"
    _order = "date_due, id"

    review_id = fields.Many2one(
        "playbook.review", required=True, ondelete="cascade", readonly=True, index=True
    )
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    kind = fields.Char(string="What it is", readonly=True)
    name = fields.Char(readonly=True)
    date_due = fields.Date(string="Due since", readonly=True)
    next_date = fields.Date(
        string="Next time", required=True, help="When it is looked at again."
    )
    is_done = fields.Boolean(string="Looked at", readonly=True)

    def action_open(self):
        """Open what is to be looked at."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_done(self):
        """These have been looked at; the next time is as they say."""
        todo = self.filtered(lambda each: not each.is_done)
        records = {}
        for line in todo:
            key = line.res_model, line.next_date
            records[key] = records.get(key, self.env[line.res_model]).union(
                self.env[line.res_model].browse(line.res_id)
            )
        todo.review_id[:1]._set_dates(
            [(each.exists(), day) for (_model, day), each in records.items()]
        )
        # Noted by the addon alone; that it is the user's is asked there.
        todo.sudo().is_done = True
