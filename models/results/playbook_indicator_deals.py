from odoo import models
from odoo.tools import SQL

from .deals_sql import decided, in_company, made_at, open_then, owned, within
from .facts_sql import facts

WON = SQL("CASE WHEN lead.won_status = 'won' THEN 1 ELSE 0 END")
REVENUE = SQL("COALESCE(lead.expected_revenue, 0)")


class PlaybookIndicator(models.Model):
    """Built-in indicators of opportunities: what became of them, and what there is."""

    _inherit = "playbook.indicator"

    def _facts_win_rate(self):
        """Of the opportunities that were decided, those that were won."""
        return self._get_decided_facts(numerator=WON, denominator=SQL("1"))

    def _facts_win_rate_value(self):
        return self._get_decided_facts(
            numerator=SQL("%s * %s", WON, REVENUE), denominator=REVENUE
        )

    def _facts_sales_cycle(self):
        """Days from becoming an opportunity to being won."""
        return self._get_decided_facts(
            SQL("lead.won_status = 'won'"),
            numerator=SQL(
                "GREATEST(0, EXTRACT(EPOCH FROM lead.decided_at - %s)) / 86400",
                made_at("lead"),
            ),
            denominator=SQL("1"),
        )

    def _facts_average_deal(self):
        """Expected revenue of the opportunities won; without any it is not known."""
        return self._get_decided_facts(
            SQL("lead.won_status = 'won' AND lead.expected_revenue > 0"),
            numerator=REVENUE,
            denominator=SQL("1"),
        )

    def _get_decided_facts(self, condition=None, **columns):
        """Opportunities by when they were won or lost, for the last time.

        :param condition: narrows them, on the row ``lead``.
        """
        self.env["playbook.transition"]._record_expected()
        return facts(
            SQL(
                """
                period
                  JOIN %s lead ON %s AND %s
                 WHERE lead.type = 'opportunity' AND %s
                """,
                decided(),
                within(SQL("lead.decided_at")),
                in_company("lead"),
                condition or SQL("TRUE"),
            ),
            **columns,
            **owned("lead"),
        )

    def _facts_stage_conversion(self):
        """Stays in stages that ended, as the stage analysis judges them."""
        return self._get_stay_facts(SQL("TRUE"))

    def _facts_pipeline(self):
        """Expected revenue of what was open at the end."""
        return self._get_open_facts(REVENUE)

    def _facts_forecast(self):
        """The same, weighted by the chance of winning."""
        return self._get_open_facts(
            SQL("%s * COALESCE(lead.probability, 0) / 100", REVENUE)
        )

    def _get_open_facts(self, numerator):
        self.env["playbook.transition"]._record_expected()
        return facts(
            open_then(),
            numerator=numerator,
            stage_id=SQL("stood.stage_id"),
            **owned("lead"),
        )
