from odoo import api, fields, models
from odoo.tools import plaintext2html


class PlaybookActivityQuick(models.TransientModel):
    """The dialog in which who directs asks somebody for something on a deal."""

    _name = "playbook.activity.quick"
    _description = "Ask for something on an opportunity"

    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        compute="_compute_user_id",
        precompute=True,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain=[("share", "=", False)],
    )
    summary = fields.Char(string="What is to be done", required=True)
    date_deadline = fields.Date(
        string="By when", required=True, default=fields.Date.context_today
    )
    note = fields.Text(string="What they should know")

    @api.depends("lead_id")
    def _compute_user_id(self):
        for quick in self:
            quick.user_id = quick.lead_id.user_id or quick.user_id or self.env.user

    def action_plan(self):
        """Plan the activity on the opportunity, for whoever is to do it."""
        self.ensure_one()
        self.lead_id.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.date_deadline,
            summary=self.summary,
            note=plaintext2html(self.note) if self.note else False,
            user_id=self.user_id.id,
            # A person asks: the daily limit of what the software asks is not for it.
            automated=False,
        )
        return {"type": "ir.actions.act_window_close"}
