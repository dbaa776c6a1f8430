from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Whom the contacts of several are now those of one: it has their last contact.

        They change hands by SQL, as the documents they stand on do.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        before = partners.commercial_partner_id
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        self.env.invalidate_all()
        customers = before.exists() | partners.exists().commercial_partner_id
        self.env["playbook.last.contact"]._refresh(customers.ids)
        return result
