from odoo import models
from odoo.tools import SQL

from .facts_sql import facts


class PlaybookIndicator(models.Model):
    """Built-in indicators of who the customers are."""

    _inherit = "playbook.indicator"

    def _facts_new_customers(self):
        """Customers by the day of their first purchase, wherever that was."""
        return facts(
            SQL(
                """
                period
                  JOIN res_partner customer
                    ON customer.customer_since >= period.date_from
                   AND customer.customer_since < period.date_to
                 WHERE COALESCE(customer.company_id, period.company_id)
                       = period.company_id
                """
            ),
            numerator=SQL("1"),
            partner_id=SQL("customer.id"),
            user_id=SQL("customer.user_id"),
        )
