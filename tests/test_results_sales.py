"""Indicators of selling: what each counts, told in small stories."""

from odoo.tests import tagged

from .results_common import ResultsCase

CODES = (
    *("leads_received", "lead_conversion", "first_response"),
    *("win_rate", "win_rate_value", "stage_conversion", "sales_cycle"),
    *("average_deal", "pipeline", "forecast", "revenue_won", "orders_won"),
    *("stale_share", "next_step_share", "contact_share"),
    *("quotations_followed", "brought_back"),
)


@tagged("post_install", "-at_install")
class TestSales(ResultsCase):
    def test_all_can_be_measured(self):
        month = self._month(2020, 3)
        for code in CODES:
            with self.subTest(code):
                self._measure(self._indicator(code), month)
