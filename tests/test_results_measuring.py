"""Measuring, and reading what was measured."""

from odoo.tests import tagged

from .results_common import ResultsCase


@tagged("post_install", "-at_install")
class TestMeasuring(ResultsCase):
    def test_new_customers_of_a_month(self):
        indicator = self._indicator("new_customers")
        march = self._month(2020, 3)
        customers = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "user_id": user.id}
                for name, user in (("A", self.salesperson), ("B", self.manager))
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET customer_since = '2020-03-31' WHERE id = ANY(%s)",
            [customers.ids],
        )
        customers.invalidate_recordset()
        self._measure(indicator, march)
        self.assertEqual(self._figure(indicator, march).value, 2)
        own = self._figure(indicator, march, user=self.salesperson)
        self.assertEqual(own.value, 1)
        self._measure(indicator, march)
        self.assertEqual(self._figure(indicator, march).value, 2)
        customers[1:].unlink()
        self._measure(indicator, march)
        self.assertEqual(self._figure(indicator, march).value, 1)

    def test_nothing_counted_is_no_data_for_ratios_only(self):
        total, ratio = (self._indicator(x) for x in ("new_customers", "retention"))
        month = self._month(2001, 1)
        self.assertIsNone(self._figure(ratio, month).value)
        self.assertIsNone(self._figure(total, month).value)
        self._measure(total, month)
        self.assertEqual(self._figure(total, month).value, 0)
