from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Leads, orders and invoices follow the service responsible of who is kept.

        They change hands by SQL, which no compute notices. Who sees only their
        customers merges nobody else's into them.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        partners._check_merges_nothing_of_others()
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        kept = partners.exists()
        for name in ("crm.lead", "sale.order", "account.move"):
            # All of them, whoever may see them: the record rules stand on it.
            Model = self.env[name].sudo().with_context(active_test=False)
            documents = Model.search([("partner_id", "child_of", kept.ids)])
            self.env.add_to_compute(Model._fields["service_user_id"], documents)
        return result
