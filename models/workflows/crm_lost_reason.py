from odoo import api, fields, models

# Of Odoo's: what a customer may say of us, and is not hurt to read.
FITTING = ("crm.lost_reason_1", "crm.lost_reason_3")


class CrmLostReason(models.Model):
    _inherit = "crm.lost.reason"

    playbook_for_customers = fields.Boolean(
        string="Customers may choose it",
        groups="base.group_user",
        help="Customers who answer an e-mail with no may say that it is for this: they "
        "read its name on our page.",
    )

    @api.model
    def _offer_to_customers(self):
        """Which of Odoo's reasons customers may choose, when the addon is installed."""
        for name in FITTING:
            reason = self.env.ref(name, raise_if_not_found=False)
            if reason:
                reason.playbook_for_customers = True
