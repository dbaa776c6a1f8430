from odoo import models
from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import facts
from .happened_sql import happened


class PlaybookIndicator(models.Model):
    """Built-in indicators of what customers say of us, who were asked."""

    _inherit = "playbook.indicator"

    def _facts_satisfaction(self):
        """The mean of what they say: 5 satisfied, 3 neither, 1 not satisfied."""
        return self._get_rating_facts(SQL("happened.rating"))

    def _facts_satisfied_share(self):
        """Of those who answered, those who are satisfied."""
        return self._get_rating_facts(SQL("(happened.rating > 3)::integer"))

    def _get_rating_facts(self, numerator):
        """Each is that of who looks after the customer: service, else sales."""
        rows = SQL(
            """
            (SELECT rating.rated_on, rating.rating, customer.id AS partner_id,
                    COALESCE(customer.service_user_id, customer.user_id) AS user_id,
                    COALESCE(asking.company_id, customer.company_id) AS company_id
               FROM rating_rating rating
               JOIN res_partner contact ON contact.id = rating.res_id
               JOIN res_partner customer ON customer.id = contact.commercial_partner_id
          LEFT JOIN playbook_customer_mail asking
                 ON asking.id = rating.playbook_customer_mail_id
              WHERE rating.res_model = 'res.partner'
                AND rating.playbook_asked
                AND rating.consumed)
            """
        )
        return facts(
            happened(rows, "rated_on", company_of("happened", team=None)),
            numerator=numerator,
            denominator=SQL("1"),
            user_id=SQL("happened.user_id"),
            partner_id=SQL("happened.partner_id"),
        )
