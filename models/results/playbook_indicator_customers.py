from odoo import models
from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import facts
from .purchases_sql import buyers, first_sellers

ORIGIN = {
    name: SQL("customer.%s", SQL.identifier(name))
    for name in ("source_id", "medium_id", "campaign_id")
}


class PlaybookIndicator(models.Model):
    """Built-in indicators of who the customers are, and whether they stay."""

    _inherit = "playbook.indicator"

    def _facts_new_customers(self):
        """Customers by the day of their first purchase, wherever that was."""
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        return facts(
            SQL(
                """
                (SELECT partner.*, COALESCE(seller.company_id, %(company)s) AS seller_id
                   FROM res_partner partner
              LEFT JOIN (%(sellers)s) seller
                     ON seller.partner_id = partner.id
                    AND seller.day = partner.customer_since
                  WHERE partner.customer_since >= (SELECT MIN(date_from) FROM period)
                ) customer
                  JOIN period
                    ON period.company_id = customer.seller_id
                   AND customer.customer_since >= period.date_from
                   AND customer.customer_since < period.date_to
                """,
                company=company_of("partner", team=None),
                sellers=first_sellers(zones),
            ),
            numerator=SQL("1"),
            partner_id=SQL("customer.id"),
            user_id=SQL("customer.user_id"),
            **ORIGIN,
        )

    def _facts_active_customers(self):
        """Customers who bought within the days after which one is inactive."""
        return self._get_buyer_facts(SQL("bought.lately"), numerator=SQL("1"))

    def _facts_retention(self):
        """Of who bought in the days before the last ones, who bought in those, too."""
        return self._get_buyer_facts(
            SQL("bought.before"),
            numerator=SQL("bought.lately::integer"),
            denominator=SQL("1"),
        )

    def _facts_churn(self):
        """Of who bought in the days before the last ones, who did not in those."""
        return self._get_buyer_facts(
            SQL("bought.before"),
            numerator=SQL("1 - bought.lately::integer"),
            denominator=SQL("1"),
        )

    def _get_buyer_facts(self, condition, **measure):
        Partner = self.env["res.partner"]
        found = buyers(
            Partner._get_inactive_days(), Partner._time_zones_unknown_to_postgresql()
        )
        return facts(
            SQL(
                "period JOIN (%s) bought ON bought.period_id = period.id WHERE %s",
                found,
                condition,
            ),
            partner_id=SQL("bought.partner_id"),
            user_id=SQL("bought.user_id"),
            **measure,
        )
