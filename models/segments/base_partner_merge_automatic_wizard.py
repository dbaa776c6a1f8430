from odoo import models

from .res_partner import STATE_FIELDS


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Bring the customer states up to date, also of who lost a contact.

        Orders, invoices and leads change hands by SQL, which no compute notices.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        concerned = partners | partners.commercial_partner_id
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        concerned = concerned.exists()
        concerned |= concerned.commercial_partner_id
        for name in STATE_FIELDS:
            self.env.add_to_compute(concerned._fields[name], concerned)
        return result
