from odoo import api, fields, models

ACCOUNTING = "account.group_account_readonly,account.group_account_invoice"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "playbook.reader.mixin"]

    # Stored for the record rules of Customer Service.
    service_user_id = fields.Many2one(
        related="commercial_partner_id.service_user_id",
        string="Service responsible",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
    )

    @api.model
    def _is_for_reading(self):
        """Salespeople of Odoo's write no invoices either, but send and print them."""
        user = self.env.user
        return (
            super()._is_for_reading()
            and not user.has_groups(ACCOUNTING)
            and not user._sells()
        )
