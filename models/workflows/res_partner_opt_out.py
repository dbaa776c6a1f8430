from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """Customers who say on the phone that they want no automatic e-mails."""

    _inherit = "res.partner"

    def action_opt_out(self):
        """Ask whether they really want none, and put them on the list."""
        self.check_access("write")
        if not any(partner.email_normalized for partner in self):
            raise UserError(
                self.env._(
                    "“%(customer)s” has no e-mail address: nothing is sent to them. "
                    "Enter the address, then try it again.",
                    customer=self[:1].display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No automatic e-mails"),
            "res_model": "playbook.opt.out.change",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref("crm_playbook.playbook_opt_out_change_view_add").id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_partner_ids": self.ids, "dialog_size": "medium"},
        }
