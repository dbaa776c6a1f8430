from odoo import models

from .playbook_territory_mixin import BY_HAND
from .res_partner import STATE_FIELDS


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Bring the customer state of who is kept up to date.

        Orders, invoices and leads change hands by SQL, which no compute notices. (Who
        loses a contact is noticed: the contact is deleted by the ORM.)
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        self.env["playbook.segment.member"]._join(partners)
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        kept = self.env["res.partner"].browse(partner_ids).exists()
        for name in STATE_FIELDS:
            self.env.add_to_compute(kept._fields[name], kept.commercial_partner_id)
        if kept:
            # The row of who is kept may have gone with those of the others.
            everywhere = self.env["playbook.segment"]._get_all_companies()
            self.env["playbook.main.segment"]._refresh(everywhere, kept.ids)
            self.env["res.partner"]._forget_segments()
        return result

    def _update_foreign_keys(self, src_partners, dst_partner):
        """The keeper has the highest level of interest of all of them.

        Odoo would delete what two of them have in common.
        """
        # Whoever merges them.
        Interest = self.env["playbook.interest"].sudo()
        keeper = dst_partner.commercial_partner_id
        Interest._take_over(keeper, from_partners=src_partners.ids)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        """Source, medium and campaign are one set: they come from one of them all.

        Whether its territory was chosen is what it was for the keeper of it.
        """
        origin = dst_partner._get_merged_origin(src_partners)
        kept = bool(dst_partner.territory_id)
        chosen = kept and dst_partner[BY_HAND]
        result = super()._update_values(src_partners, dst_partner)
        if origin:
            dst_partner.write(origin)
        if kept and dst_partner[BY_HAND] != chosen:
            dst_partner[BY_HAND] = chosen
        return result
