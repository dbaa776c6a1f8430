"""From the figures of how we work to their records."""

from odoo import fields, models
from odoo.fields import Domain

from .counted_sql import ACTION, CUSTOMER, PROMISE, RATING


class PlaybookIndicator(models.Model):
    """Of shares of customers, see ``playbook_indicator_records_found``."""

    _inherit = "playbook.indicator"

    # ------------------------------------------------------------------
    # How we work
    # ------------------------------------------------------------------

    def _records_actions_done(self, *period):
        return self._find_actions(Domain.TRUE, *period)

    def _records_actions_on_time(self, *period):
        return self._find_actions(Domain("promise", "!=", False), *period)

    def _records_actions_recorded(self, *period):
        return self._find_actions(Domain.TRUE, *period)

    def _records_effectiveness(self, *period):
        return self._find_actions(Domain("result", "!=", False), *period)

    def _find_actions(self, domain, company, date_from, date_to):
        return ACTION, (
            Domain("state", "=", "done")
            & self._get_home_domain(company, ACTION)
            & self._get_during(company, "date_done", date_from, date_to, ACTION)
            & domain
        )

    def _records_promises_kept(self, company, date_from, date_to):
        # Before its time it is neither kept nor broken.
        return PROMISE, (
            Domain("state", "!=", "over")
            & Domain("date_due", "<", fields.Datetime.now())
            & self._get_home_domain(company, PROMISE)
            & self._get_during(company, "date_due", date_from, date_to, PROMISE)
        )

    def _records_satisfaction(self, company, date_from, date_to):
        return RATING, (
            Domain("playbook_asked", "=", True)
            & Domain("consumed", "=", True)
            & Domain("res_model", "=", CUSTOMER)
            & self._get_home_domain(company, RATING)
            & self._get_during(company, "rated_on", date_from, date_to, RATING)
        )

    def _records_satisfied_share(self, *period):
        return self._records_satisfaction(*period)

    def _records_quality_customers(self, company, _date_from, _date_to):
        """Those that lack something now: that is what can be mended."""
        return CUSTOMER, (
            Domain("quality", "<", 100)
            & Domain("parent_id", "=", False)
            & self._get_home_domain(company, CUSTOMER)
        )

    def _records_quality_leads(self, company, _date_from, _date_to):
        """As those of customers."""
        return "crm.lead", (
            Domain("quality", "<", 100)
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & self._get_home_domain(company)
        )
