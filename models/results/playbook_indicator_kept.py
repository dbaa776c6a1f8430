from odoo import models
from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import facts
from .happened_sql import happened
from .procedures_sql import asked


class PlaybookIndicator(models.Model):
    """Built-in indicators of what was agreed, and kept."""

    _inherit = "playbook.indicator"

    def _facts_procedures_kept(self):
        """Moves of deals of which procedures asked something, and points to fix that
        fell due; and those to which nothing was lacking, or that were mended by then.
        """
        # Moves that have come about and are not recorded yet belong to it.
        self.env["playbook.transition"]._record_expected()
        return facts(
            SQL("period JOIN (%s) asked ON asked.period_id = period.id", asked()),
            numerator=SQL("asked.kept::integer"),
            denominator=SQL("1"),
            team_id=SQL("asked.team_id"),
            user_id=SQL("asked.user_id"),
            partner_id=SQL("asked.partner_id"),
            stage_id=SQL("asked.stage_id"),
        )

    def _facts_promises_kept(self):
        """Promises whose time ended in the period, and those that were kept in time."""
        rows = SQL(
            """
            (SELECT keeping.*, contact.commercial_partner_id
               FROM playbook_promise_keeping keeping
          LEFT JOIN crm_lead lead ON lead.id = keeping.lead_id
          LEFT JOIN sale_order sale ON sale.id = keeping.order_id
          LEFT JOIN res_partner contact
                 ON contact.id = COALESCE(
                    keeping.partner_id, lead.partner_id, sale.partner_id))
            """
        )
        # What is no longer needed is neither kept nor broken.
        decided = happened(
            rows, "date_due", company_of("happened"), SQL("happened.state <> 'over'")
        )
        return facts(
            SQL("%s AND happened.date_due < period.as_of", decided),
            numerator=SQL("(happened.state = 'kept')::integer"),
            denominator=SQL("1"),
            team_id=SQL("happened.team_id"),
            user_id=SQL("happened.user_id"),
            partner_id=SQL("happened.commercial_partner_id"),
        )
