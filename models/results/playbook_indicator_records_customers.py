"""From the figures of customers and of how we work to their records."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

CUSTOMER, ACTION = "res.partner", "playbook.action"
# Of the columns of ``period`` but the id.
TYPES = ("integer", "date", "date", *("timestamp",) * 3, "text")
# So many customers are listed at most.
LISTED = 10_000


class PlaybookIndicator(models.Model):
    """Of a share of customers, those are shown that it counts: who bought again, who
    is lost. Of other shares, all are shown that it is about.
    """

    _inherit = "playbook.indicator"

    def _records_new_customers(self, *period):
        return self._find_counted_customers(*period)

    def _records_active_customers(self, *period):
        return self._find_counted_customers(*period)

    def _records_retention(self, *period):
        return self._find_counted_customers(*period)

    def _records_churn(self, *period):
        return self._find_counted_customers(*period)

    def _records_rfm_good(self, *period):
        return self._find_counted_customers(*period)

    def _records_rfm_up(self, *period):
        return self._find_counted_customers(*period)

    def _records_rfm_down(self, *period):
        return self._find_counted_customers(*period)

    def _records_base_value(self, *period):
        return self._find_counted_customers(*period)

    def _find_counted_customers(self, company, date_from, date_to):
        """The customers that a figure counts, of those whom the user may read: no
        condition on customers says who they were.
        """
        Run = self.env["playbook.measurement.run"]
        days = {"company_id": company.id, "date_from": date_from, "date_to": date_to}
        # Its days in UTC alone are worked out, of a company whose figure one reads.
        run = Run.sudo().new({"kind": "month", **days})
        _id, *period = run._prepare_period(fields.Datetime.now())
        self.env.flush_all()
        # What is counted is found past the rules; who may see whom is asked below.
        facts = self.sudo()._get_facts(company)
        rows = self.env.execute_query(
            SQL(
                """
                WITH period
                     (id, company_id, date_from, date_to, start_at, end_at, as_of, zone)
                  AS (VALUES (0, %s))
                SELECT DISTINCT partner_id FROM (%s) fact
                 WHERE partner_id IS NOT NULL AND numerator <> 0
              ORDER BY partner_id
                 LIMIT %s
                """,
                SQL(", ").join(
                    SQL(f"%s::{name}", value)
                    for name, value in zip(TYPES, period, strict=True)
                ),
                facts,
                LISTED,
            )
        )
        Partner = self.env[CUSTOMER].with_context(active_test=False)
        seen = Partner.search([("id", "in", [each for (each,) in rows])])
        return CUSTOMER, Domain("id", "in", seen.ids)

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
            & Domain("company_id", "in", [False, company.id])
            & self._get_during(company, "date_done", date_from, date_to, ACTION)
            & domain
        )

    def _records_promises_kept(self, company, date_from, date_to):
        model = "playbook.promise.keeping"
        return model, (
            Domain("state", "!=", "over")
            & Domain("company_id", "in", [False, company.id])
            & self._get_during(company, "date_due", date_from, date_to, model)
        )

    def _records_satisfaction(self, company, date_from, date_to):
        model = "rating.rating"
        return model, (
            Domain("playbook_asked", "=", True)
            & Domain("consumed", "=", True)
            & self._get_during(company, "rated_on", date_from, date_to, model)
        )

    def _records_satisfied_share(self, *period):
        return self._records_satisfaction(*period)

    def _records_quality_customers(self, company, _date_from, _date_to):
        """Those that lack something now: that is what can be mended."""
        return CUSTOMER, (
            Domain("quality", "<", 100)
            & Domain("parent_id", "=", False)
            & Domain("company_id", "in", [False, company.id])
        )

    def _records_quality_leads(self, company, _date_from, _date_to):
        """As those of customers."""
        return "crm.lead", (
            Domain("quality", "<", 100)
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & Domain("company_id", "in", [False, company.id])
        )
