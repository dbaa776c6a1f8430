from odoo import models
from odoo.tools import SQL

TABLES = ("playbook_rfm_score", "playbook_rfm_history")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Who goes takes their RFM scores and history along.

        Odoo would make two histories one, in which somebody goes to and fro between
        groups. Who is kept and has none in a company takes over the longest one there.
        What the kept one has bought from now on is told by the next run, soon.
        """
        self._drop_rfm(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env["playbook.rfm.score"]._forget()
        self.env["playbook.rfm.score"]._score_soon()
        return result

    def _drop_rfm(self, src_partners, dst_partner):
        """Delete all of ``src_partners`` but what ``dst_partner`` takes over."""
        for table in TABLES:
            # History last: it says what is taken over.
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM %(table)s
                     WHERE partner_id IN %(gone)s
                       AND (company_id, partner_id) NOT IN (
                           SELECT DISTINCT ON (company_id) company_id, partner_id
                             FROM playbook_rfm_history
                            WHERE partner_id IN %(gone)s
                              AND company_id NOT IN (
                                  SELECT company_id FROM playbook_rfm_history
                                   WHERE partner_id = %(kept)s)
                         ORDER BY company_id, date, partner_id)
                    """,
                    table=SQL.identifier(table),
                    gone=tuple(src_partners.ids),
                    kept=dst_partner.id,
                )
            )
