"""From the figures of customers and of how we work to their records."""

from odoo import fields, models
from odoo.fields import Domain

from .counted_sql import ACTION, CUSTOMER, PROMISE, RATING
from .measurement_records_sql import counted_customers

# Of whom no condition says who they were.
COUNTED = {
    *("new_customers", "active_customers", "retention", "churn", "base_value"),
    *("rfm_good", "rfm_up", "rfm_down"),
}
# So many customers are listed at most.
LISTED = 10_000


class PlaybookIndicator(models.Model):
    """Of a share of customers, those are shown that it counts: who bought again, who
    is lost. Of other shares, all are shown that it is about.
    """

    _inherit = "playbook.indicator"

    def _has_records(self):
        return self.code in COUNTED or super()._has_records()

    def _get_records_domain(self, company, date_from, date_to):
        if self.code not in COUNTED:
            return super()._get_records_domain(company, date_from, date_to)
        return self._find_counted_customers(company, date_from, date_to)

    def _get_records_of_part(self, company, date_from, date_to, part):
        if self.code not in COUNTED:
            return super()._get_records_of_part(company, date_from, date_to, part)
        return self._find_counted_customers(company, date_from, date_to, part)

    def _find_counted_customers(self, company, date_from, date_to, part=None):
        """The customers that a figure, or a part of it, counts, of those whom the user
        may read: no condition on customers says who they were.
        """
        Run = self.env["playbook.measurement.run"]
        days = {"company_id": company.id, "date_from": date_from, "date_to": date_to}
        # Its days in UTC alone are worked out, of a company whose figure one reads.
        run = Run.sudo().new({"kind": "month", **days})
        period = (0, *run._prepare_period(fields.Datetime.now())[1:])
        Partner = self.env[CUSTOMER]
        # What is counted is found past the rules; whom the user may see is asked with
        # it, so that the first ones are of these.
        facts = self.sudo()._get_facts(company)
        seen = Partner._search([], active_test=False)
        self.env.flush_all()
        rows = self.env.execute_query(
            counted_customers(
                facts, period, seen=seen.subselect(), part=_parts(part), limit=LISTED
            )
        )
        return CUSTOMER, Domain("id", "in", [each for (each,) in rows])

    # ------------------------------------------------------------------
    # How we work
    # ------------------------------------------------------------------

    def _records_actions_done(self, *period):
        return self._find_actions(Domain.TRUE, *period)

    def _records_actions_on_time(self, *period):
        return self._find_actions(Domain("promise", "!=", False), *period)

    def _records_effectiveness(self, *period):
        return self._find_actions(Domain("result", "!=", False), *period)

    def _records_complaints(self, *period):
        """All that was done about complaints, also about those from before."""
        return self._find_actions(Domain("purpose_family", "=", "complaint"), *period)

    def _find_actions(self, domain, company, date_from, date_to):
        return ACTION, (
            Domain("state", "=", "done")
            & self._get_home_domain(company, ACTION)
            & self._get_during(company, "date_done", date_from, date_to, ACTION)
            & domain
        )

    def _records_promises_kept(self, company, date_from, date_to):
        return PROMISE, (
            Domain("state", "!=", "over")
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


def _parts(part):
    """The fields by which figures are divided, with the ids of ``part``."""
    return (
        {name: part[name].id or None for name in part._get_own_parts()} if part else {}
    )
