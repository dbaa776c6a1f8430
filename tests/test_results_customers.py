"""Each built-in indicator of customers and of how we work can be measured."""

from datetime import date

from odoo.tests import tagged

from odoo.addons.crm_playbook.models.results.periods import WEEK, period_of

from .results_common import ResultsCase

OWN = (
    "new_customers active_customers retention churn rfm_good rfm_up rfm_down "
    "base_value actions_done actions_on_time effectiveness procedures_kept "
    "promises_kept complaints satisfaction satisfied_share quality_customers "
    "quality_leads"
).split()


@tagged("post_install", "-at_install")
class TestCustomerIndicators(ResultsCase):
    def test_each_is_measured(self):
        periods = [
            self._month(2024, 2),
            self._month(2024, 3),
            period_of(WEEK, date(2024, 2, 14)),
        ]
        for code in OWN:
            with self.subTest(code):
                self._measure(self._indicator(code), *periods)
