from odoo import api, models

from .reader_screen import hide_header_buttons

USER = "crm_playbook.group_user"
ACCOUNTING = "account.group_account_readonly,account.group_account_invoice"


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.model
    def _is_for_reading(self):
        """Whether the current user has a profile that reads invoices and no more.

        Salespeople of Odoo's send and print them.
        """
        user = self.env.user
        return (
            user.has_group(USER)
            and not user.has_groups(ACCOUNTING)
            and not user.has_group("sales_team.group_sale_salesman")
        )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._is_for_reading())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and self._is_for_reading():
            hide_header_buttons(arch)
        return arch, view
