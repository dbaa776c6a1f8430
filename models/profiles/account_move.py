from odoo import api, models

ACCOUNTING = "account.group_account_readonly,account.group_account_invoice"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "playbook.reader.mixin"]

    @api.model
    def _is_for_reading(self):
        """Salespeople of Odoo's write no invoices either, but send and print them."""
        user = self.env.user
        return (
            super()._is_for_reading()
            and not user.has_groups(ACCOUNTING)
            and not user._sells()
        )
