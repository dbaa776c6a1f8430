from odoo import fields, models


class PlaybookOptOutChange(models.TransientModel):
    """Customers want no automatic e-mails, or want them again: somebody tells it."""

    _name = "playbook.opt.out.change"
    _description = "What customers want of automatic e-mails"

    opt_out_ids = fields.Many2many("playbook.opt.out", string="Addresses")
    partner_ids = fields.Many2many("res.partner", string="Customers")
    reason = fields.Text(string="Why")

    def action_want_again(self):
        """They want e-mails again."""
        self.ensure_one()
        self.opt_out_ids._take_back(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_opt_out(self):
        """They want no automatic e-mails at all."""
        self.ensure_one()
        self.partner_ids.check_access("write")
        self.env["playbook.opt.out"]._say_for(self.partner_ids)
        return {"type": "ir.actions.act_window_close"}
