from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        dst_partner._move_load_keys(dst_partner.id, src_partners.ids)
        return super()._update_reference_fields(src_partners, dst_partner)
