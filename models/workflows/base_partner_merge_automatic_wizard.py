from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """What follows up the contacts of several goes on for the one that stays.

        They change hands by SQL, which deletes what then is there twice: that is ended
        before.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        Enrollment = self.env["playbook.enrollment"]
        kept = dst_partner or self._get_ordered_partner(partners.ids)[-1:]
        if kept and len(partners) > 1:
            Enrollment._end_doubles("partner_id", kept, partners - kept)
            Enrollment._number_rounds("partner_id", partners)
            # With the contacts that go, Odoo deletes their ratings.
            self.env["rating.rating"]._move_asked(partners - kept, kept)
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        kept = kept.exists()
        if kept:
            self.env.invalidate_all()
            Enrollment._adopt("partner_id", kept)
        return result
