from odoo import models
from odoo.tools import SQL

from ..segments.customer_state_sql import eligible
from .facts_sql import facts
from .purchases_sql import LAST_DAY, customer_values, standing

FIRST_DAY = SQL("period.date_from - 1")


class PlaybookIndicator(models.Model):
    """Built-in indicators of what the customers are worth: RFM, revenue, margin."""

    _inherit = "playbook.indicator"

    def _facts_rfm_good(self):
        """Customers with an RFM group, and those whose group is a good one."""
        return facts(
            SQL(
                """
                period
                  JOIN (%(standing)s) stands ON stands.period_id = period.id
                  JOIN playbook_rfm_group standing ON standing.id = stands.group_id
                  JOIN res_partner partner ON partner.id = stands.partner_id
                 WHERE %(eligible)s
                """,
                standing=standing(LAST_DAY),
                eligible=eligible(),
            ),
            numerator=SQL("COALESCE(standing.is_good, FALSE)::integer"),
            denominator=SQL("1"),
            partner_id=SQL("partner.id"),
            user_id=SQL("partner.user_id"),
            rfm_group_id=SQL("standing.id"),
        )

    def _facts_rfm_up(self):
        """Customers who had a group before and have one now, and who rose."""
        return self._get_moved_facts(SQL("now_group.sequence < then_group.sequence"))

    def _facts_rfm_down(self):
        """Customers who had a group before and have one now, and who fell."""
        return self._get_moved_facts(SQL("now_group.sequence > then_group.sequence"))

    def _get_moved_facts(self, condition):
        """By the group that they were in before: that is what they moved away from."""
        return facts(
            SQL(
                """
                period
                  JOIN (%(before)s) before ON before.period_id = period.id
                  JOIN (%(after)s) after
                    ON after.period_id = period.id
                   AND after.partner_id = before.partner_id
                  JOIN playbook_rfm_group then_group ON then_group.id = before.group_id
                  JOIN playbook_rfm_group now_group ON now_group.id = after.group_id
                  JOIN res_partner partner ON partner.id = before.partner_id
                 WHERE %(eligible)s
                """,
                before=standing(FIRST_DAY),
                after=standing(LAST_DAY),
                eligible=eligible(),
            ),
            numerator=SQL("(%s)::integer", condition),
            denominator=SQL("1"),
            partner_id=SQL("partner.id"),
            user_id=SQL("partner.user_id"),
            rfm_group_id=SQL("before.group_id"),
        )

    def _facts_base_value(self):
        """What the customers bought in the last 365 days."""
        return self._get_value_facts(customer_values())

    def _facts_base_margin(self):
        """What was earned by what the customers ordered in the last 365 days."""
        if not self._knows_margin():
            return None
        return self._get_value_facts(
            customer_values(SQL("COALESCE(sale.margin, 0)"), self._get_cost_known_sql())
        )

    def _get_facts_with_or_without_cost(self):
        """Facts of all of which the margin is looked for."""
        return self._get_value_facts(customer_values(SQL("1"), SQL("TRUE")))

    def _get_reason_base_margin(self):
        return self.env._("Odoo's module Margins in Sales Orders is not installed.")

    def _get_value_facts(self, values):
        return facts(
            SQL("period JOIN (%s) valued ON valued.period_id = period.id", values),
            numerator=SQL("valued.amount"),
            partner_id=SQL("valued.partner_id"),
            user_id=SQL("valued.user_id"),
            rfm_group_id=SQL("valued.rfm_group_id"),
        )
