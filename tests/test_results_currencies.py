"""Figures of companies with different currencies, told together."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .measured_common import MeasuredCase


@tagged("post_install", "-at_install")
class TestCurrencies(MeasuredCase):
    def _make_company_with_another_currency(self):
        """Ten of its currency are one of that of the company."""
        currency = self.env["res.currency"].create(
            {
                "name": "XTS",
                "symbol": "X",
                "rate_ids": [
                    Command.create(
                        {
                            "name": "2020-01-01",
                            "rate": 10,
                            "company_id": self.company.id,
                        }
                    )
                ],
            }
        )
        other = self.env["res.company"].create(
            {"name": "Other", "currency_id": currency.id}
        )
        self.env["res.currency.rate"].create(
            [
                {
                    "name": "2020-01-01",
                    "currency_id": each.id,
                    "company_id": other.id,
                    "rate": rate,
                }
                for each, rate in ((self.company.currency_id, 0.1), (currency, 1))
            ]
        )
        return other

    def test_shares_of_money_are_of_one_currency(self):
        rate = self._indicator("win_rate_value")
        other = self._make_company_with_another_currency()
        run = self.Run._ensure(rate, self.company, [self.january])
        self._row(run, 100, 100)
        self._row(self.Run._ensure(rate, other, [self.january]), 0, 1000)
        self.Measurement = self.Measurement.with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        self.assertEqual(self._values(rate), [50])
        self.assertEqual(self._values(rate, ["company_id"]), [100, 0])

    @freeze_time("2035-03-01")
    def test_a_rate_of_later_leaves_past_money_as_it_was(self):
        won = self._indicator("revenue_won")
        other = self._make_company_with_another_currency()
        self._row(self.Run._ensure(won, self.company, [self.january]), 100)
        self._row(self.Run._ensure(won, other, [self.january]), 1000)
        self.Measurement = self.Measurement.with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        self.assertEqual(self._values(won), [200])
        self.env["res.currency.rate"].create(
            {
                "name": self.january.date_to,
                "currency_id": self.company.currency_id.id,
                "company_id": other.id,
                "rate": 0.5,
            }
        )
        self.assertEqual(self._values(won), [200])
