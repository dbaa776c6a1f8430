from odoo import models
from odoo.tools import SQL

TABLES = ("playbook_rfm_score", "playbook_rfm_history")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Who goes takes their RFM scores and history along.

        Odoo would make two histories one, in which somebody goes to and fro between
        groups. What the kept one has bought from now on is told by the next run, soon.
        """
        for table in TABLES:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE partner_id IN %s",
                    SQL.identifier(table),
                    tuple(src_partners.ids),
                )
            )
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env["playbook.rfm.score"]._forget()
        self.env["playbook.rfm.score"]._score_soon()
        return result
