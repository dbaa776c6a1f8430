"""From the figures of selling to their records, and why some figures are missing."""

from odoo import fields, models
from odoo.fields import Domain

from .periods import to_moment

LEAD, ORDER = "crm.lead", "sale.order"
OPPORTUNITY = Domain("type", "=", "opportunity")
PENDING = Domain("won_status", "=", "pending")
WON = Domain("won_status", "=", "won")


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    # ------------------------------------------------------------------
    # Leads and opportunities
    # ------------------------------------------------------------------

    def _records_leads_received(self, company, date_from, date_to):
        came = self._get_during(company, "create_date", date_from, date_to, LEAD)
        is_lead = Domain("type", "=", "lead") | Domain("date_conversion", "!=", False)
        return LEAD, came & is_lead & self._get_home_domain(company)

    def _records_lead_conversion(self, company, date_from, date_to):
        days = date_from, date_to
        converted = self._get_during(company, "date_conversion", *days, model=LEAD)
        lost = self._get_decided_during(company, *days) & Domain("type", "=", "lead")
        lost &= Domain("won_status", "=", "lost")
        decided = (OPPORTUNITY & converted) | lost
        return LEAD, decided & self._get_home_domain(company)

    def _records_win_rate(self, company, date_from, date_to):
        decided = self._get_decided_during(company, date_from, date_to)
        return LEAD, OPPORTUNITY & decided & self._get_home_domain(company)

    def _records_win_rate_value(self, company, date_from, date_to):
        return self._records_win_rate(company, date_from, date_to)

    def _records_sales_cycle(self, company, date_from, date_to):
        model, domain = self._records_win_rate(company, date_from, date_to)
        return model, domain & WON

    def _records_average_deal(self, company, date_from, date_to):
        model, domain = self._records_sales_cycle(company, date_from, date_to)
        return model, domain & Domain("expected_revenue", ">", 0)

    def _get_decided_during(self, company, date_from, date_to):
        """Won or lost in these days of the company."""
        name = "playbook_decided_date"
        decided = self._get_during(company, name, date_from, date_to, LEAD)
        # Which were closed before leaves most of the old ones out.
        closed = self._get_during(company, "date_closed", date_from, date_to, LEAD)
        late = next(each for each in closed.iter_conditions() if each.operator == ">=")
        return (late | Domain("date_closed", "=", False)) & decided

    # ------------------------------------------------------------------
    # What is open: known for now alone
    # ------------------------------------------------------------------

    def _records_pipeline(self, company, _date_from, date_to):
        if not self._is_not_over(company, date_to):
            return None
        is_open = OPPORTUNITY & PENDING & Domain("active", "=", True)
        return LEAD, is_open & self._get_home_domain(company)

    def _records_forecast(self, company, date_from, date_to):
        return self._records_pipeline(company, date_from, date_to)

    def _records_stale_share(self, company, date_from, date_to):
        found = self._records_pipeline(company, date_from, date_to)
        if not found:
            return None
        ordered = Domain("order_ids", "any", [("state", "=", "sale")])
        return found[0], found[1] & ~ordered

    def _records_next_step_share(self, company, date_from, date_to):
        return self._records_stale_share(company, date_from, date_to)

    def _records_contact_share(self, company, date_from, date_to):
        return self._records_stale_share(company, date_from, date_to)

    def _is_not_over(self, company, date_to):
        zone = self.env["playbook.measurement.run"]._get_zone_of(company)
        return to_moment(date_to, zone) > fields.Datetime.now()

    # ------------------------------------------------------------------
    # Orders
    # ------------------------------------------------------------------

    def _records_revenue_won(self, company, date_from, date_to):
        during = self._get_during(company, "date_order", date_from, date_to, ORDER)
        sold = Domain("state", "=", "sale") & Domain("company_id", "=", company.id)
        return ORDER, sold & during

    def _records_orders_won(self, company, date_from, date_to):
        return self._records_revenue_won(company, date_from, date_to)

    def _records_margin(self, company, date_from, date_to):
        """Those whose cost is known, see ``_get_cost_known_sql``."""
        if not self._knows_margin():
            return None
        model, sold = self._records_revenue_won(company, date_from, date_to)
        without = Domain("display_type", "=", False) & Domain("price_subtotal", ">", 0)
        without &= Domain("purchase_price", "in", [False, 0])
        for name in self._get_costless_fields():
            without &= Domain(name, "=", False)
        return model, sold & Domain("order_line", "not any", without)

    def _records_margin_rate(self, company, date_from, date_to):
        return self._records_margin(company, date_from, date_to)

    # ------------------------------------------------------------------
    # What is not there
    # ------------------------------------------------------------------

    def _get_reason_margin(self):
        return self.env._(
            "Odoo's module Margins in Sales Orders is not installed: without it, the "
            "cost of what is sold is not known."
        )

    def _get_reason_margin_rate(self):
        return self._get_reason_margin()
