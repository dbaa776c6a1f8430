from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Bring the kept partner's customer state up to date.

        Orders, invoices and leads change hands by SQL, which no compute notices.
        """
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        kept = self.env["res.partner"].browse(partner_ids).exists()
        for field in ("customer_state", "customer_since"):
            self.env.add_to_compute(kept._fields[field], kept.commercial_partner_id)
        return result
