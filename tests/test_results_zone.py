"""Periods begin and end in the days of the company."""

from odoo.tests import freeze_time, tagged

from .results_sales_common import NOW, SalesCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestZone(SalesCase):
    def test_an_order_counts_in_the_month_of_the_company(self):
        """At four in the afternoon in Greenwich it is the next day in Tokyo."""
        orders = self._indicator("orders_won")
        march, april = self._month(2026, 3), self._month(2026, 4)
        self._measure(orders, march, april)
        before = [self._figure(orders, month).value for month in (march, april)]
        order = self.env["sale.order"].create({"partner_id": self.customers[0].id})
        self.env.flush_all()
        self._set(order, state="sale", date_order="2026-03-31 16:00:00")
        self.env.invalidate_all()
        self._measure(orders, march, april)
        after = [self._figure(orders, month).value for month in (march, april)]
        self.assertEqual(after, [before[0], before[1] + 1])
