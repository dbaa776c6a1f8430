"""Each built-in indicator of customers and of how we work can be measured."""

from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_playbook.models.results.periods import WEEK, period_of

from .results_common import ResultsCase

OWN = (
    "new_customers",
    "active_customers",
    "retention",
    "churn",
    "rfm_good",
    "rfm_up",
    "rfm_down",
    "base_value",
    "actions_done",
    "actions_on_time",
    "actions_recorded",
    "effectiveness",
    "procedures_kept",
    "promises_kept",
    "complaints",
    "satisfaction",
    "satisfied_share",
    "quality_customers",
    "quality_leads",
)


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

    def test_rfm_before_the_first_scoring(self):
        """What history does not tell is worked out, once, and changes nothing later."""
        company = self.env["res.company"].create({"name": "New here"})
        company.playbook_rfm_basis = "orders"
        self.env.user.company_ids |= company
        Score = self.env["playbook.rfm.score"]
        days = ("2023-11-20", "2023-12-15", "2024-01-10", "2024-02-20")
        for day in days:
            self._buy(company, day)
        with freeze_time("2024-04-10 12:00:00"):
            Score._refresh(company)
            good = self._indicator("rfm_good")
            months = [self._month(2023, 11), *(self._month(2024, n) for n in (1, 3))]
            self._measure(good, *months, company=company)
            counts = [
                self._figure(good, month, company=company).denominator
                for month in months
            ]
        self.assertEqual(counts, [1, 3, 4])
        History = self.env["playbook.rfm.history"]
        rows = History.search([("company_id", "=", company.id)])
        for day in ("2023-12-31", "2024-02-29"):
            groups = {
                row.partner_id.id: row.group_id.id
                for row in rows.sorted("date")
                if str(row.date) <= day
            }
            found = Score._get_scores(company, day)
            expected = {key: each["group_id"] for key, each in found.items()}
            self.assertEqual(groups, expected)
        self._measure(good, self._month(2024, 2), company=company)
        again = History.search_count([("company_id", "=", company.id)])
        self.assertEqual(again, len(rows))

    def _buy(self, company, day):
        customer = self.env["res.partner"].create({"name": day, "is_company": True})
        product = self.env["product.product"].create({"name": "X", "type": "service"})
        self.env["sale.order"].with_company(company).create(
            {
                "partner_id": customer.id,
                "company_id": company.id,
                "team_id": False,
                "user_id": False,
                "state": "sale",
                "date_order": f"{day} 12:00:00",
                "order_line": [
                    Command.create({"product_id": product.id, "price_unit": 10.0})
                ],
            }
        )
