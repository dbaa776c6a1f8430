from odoo import fields, models
from odoo.exceptions import UserError

# Several contacts may have one address.
MOST_TOLD = 5


class PlaybookOptOut(models.Model):
    """Addresses that want e-mails again: kept, with who said so and why."""

    _inherit = "playbook.opt.out"

    returned_by_id = fields.Many2one(
        "res.users", string="Taken back by", readonly=True, ondelete="set null"
    )
    returned_date = fields.Datetime(string="Taken back on", readonly=True)
    returned_reason = fields.Text(
        string="Why", readonly=True, help="Why they get e-mails again."
    )

    def action_want_again(self):
        """Ask for the reason, and take it back."""
        self.check_access("unlink")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("They want e-mails again"),
            "res_model": "playbook.opt.out.change",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref("crm_playbook.playbook_opt_out_change_view_form").id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_opt_out_ids": self.ids, "dialog_size": "medium"},
        }

    def _take_back(self, reason):
        """Who wants e-mails again gets them; what they had said is kept."""
        self.check_access("unlink")
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why they want e-mails again: who told it, and when.")
            )
        rows = self.filtered("active")
        rows._leave_blacklist()
        # Nobody may write these rows; that the user may take them back was checked.
        rows.sudo().write(
            {
                "active": False,
                "on_blacklist": False,
                "returned_by_id": self.env.uid,
                "returned_date": fields.Datetime.now(),
                "returned_reason": reason.strip(),
            }
        )
        rows._note_return(reason.strip())

    def _note_return(self, reason):
        """Say it on the customers that have these addresses, where there are any."""
        # It is the customer's own history, whoever reads it.
        Partner = self.env["res.partner"].sudo()
        found = Partner.search([("email_normalized", "in", self.mapped("email"))])
        for email, partners in found.grouped("email_normalized").items():
            for partner in partners[:MOST_TOLD]:
                partner._message_log(
                    body=self.env._(
                        "Wants automatic e-mails again (%(email)s): %(reason)s",
                        email=email,
                        reason=reason,
                    ),
                    author_id=self.env.user.partner_id.id,
                )
