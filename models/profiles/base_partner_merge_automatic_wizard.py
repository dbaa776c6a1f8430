from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Who sees only their customers merges nobody else's into them."""
        partners = self.env["res.partner"].browse(partner_ids).exists()
        partners._check_merges_nothing_of_others()
        return super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
