from odoo import models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    def _forget_rfm_past(self):
        """Forget in which RFM groups customers of these companies were before they were
        first scored, so that it is told anew.
        """
        History = self.env["playbook.rfm.history"]
        History.flush_model()
        self.env["playbook.rfm.run"].flush_model()
        # What was worked out of the past goes; what was scored stays.
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM playbook_rfm_history told
                 WHERE told.company_id = ANY(%s)
                   AND told.date < COALESCE(
                       (SELECT MIN(run.date) FROM playbook_rfm_run run
                         WHERE run.company_id = told.company_id), 'infinity')
                """,
                self.ids,
            )
        )
        History.invalidate_model(flush=False)
        # Whether it has been told says nothing of anybody.
        self.sudo().write(
            {"playbook_rfm_past_told": False, "playbook_rfm_past_day": False}
        )
