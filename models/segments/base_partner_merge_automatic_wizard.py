from odoo import models

from .res_partner import STATE_FIELDS


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Bring the customer state of who is kept up to date.

        Orders, invoices and leads change hands by SQL, which no compute notices. (Who
        loses a contact is noticed: the contact is deleted by the ORM.)
        """
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        kept = self.env["res.partner"].browse(partner_ids).exists()
        for name in STATE_FIELDS:
            self.env.add_to_compute(kept._fields[name], kept.commercial_partner_id)
        return result

    def _update_values(self, src_partners, dst_partner):
        """Source, medium and campaign are one set: they come from one of them all."""
        origin = dst_partner._get_merged_origin(src_partners)
        result = super()._update_values(src_partners, dst_partner)
        if origin:
            dst_partner.write(origin)
        return result
