from odoo import models
from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import ORIGINS, facts

COUNTS = {
    "numerator": SQL("counted.valid_count"),
    "denominator": SQL("counted.key_count"),
}


class PlaybookIndicator(models.Model):
    """Built-in indicators of how complete the records are: now, as nothing tells how
    they were.
    """

    _inherit = "playbook.indicator"

    def _facts_quality_customers(self):
        """Of what procedures ask for of the customers, what is there."""
        self.env["playbook.quality"]._refresh_expected()
        return facts(
            SQL(
                """
                period
                  JOIN playbook_quality counted
                    ON counted.company_id = period.company_id
                  JOIN res_partner customer ON customer.id = counted.partner_id
                 WHERE customer.active
                """
            ),
            partner_id=SQL("customer.id"),
            user_id=SQL("customer.user_id"),
            **COUNTS,
        )

    def _facts_quality_leads(self):
        """Of what procedures ask for of open leads and opportunities, what is there."""
        self.env["playbook.lead.quality"]._refresh_expected()
        origins = {name: SQL("lead.%s", SQL.identifier(name)) for name in ORIGINS}
        return facts(
            SQL(
                """
                (SELECT lead.*, %s AS counted_in
                   FROM crm_lead lead
                  WHERE lead.active AND lead.won_status = 'pending'
                ) lead
                  JOIN period ON period.company_id = lead.counted_in
                  JOIN playbook_lead_quality counted ON counted.lead_id = lead.id
             LEFT JOIN res_partner contact ON contact.id = lead.partner_id
                """,
                company_of("lead"),
            ),
            team_id=SQL("lead.team_id"),
            user_id=SQL("lead.user_id"),
            partner_id=SQL("contact.commercial_partner_id"),
            **origins,
            **COUNTS,
        )
