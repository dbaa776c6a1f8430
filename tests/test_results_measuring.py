"""Measuring, and reading what was measured."""

import re

from odoo.exceptions import UserError
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


@tagged("post_install", "-at_install")
class TestBuiltIn(ResultsCase):
    def test_screens_may_ask_for_the_value(self):
        """As whatever shows figures does first: which fields there are."""
        rows = self.Measurement.with_user(self.salesperson)
        self.assertIn("value", rows.fields_get())
        revenue = self._indicator("revenue_won")
        domain = [("indicator_id", "=", revenue.id)]
        self.assertFalse(rows.search([*domain, ("value", ">", 0)], order="value"))

    def test_what_a_built_in_one_measures_stays(self):
        built_in = self._indicator("win_rate").with_user(self.manager)
        with self.assertRaisesRegex(UserError, re.escape(built_in.name)):
            built_in.unit = "count"
        built_in.sequence = 7
        self.assertEqual(built_in.sequence, 7)

    def test_closed_figures_are_not_deleted(self):
        own = self.Indicator.create(
            {
                "name": "Mine",
                "dimension": "process",
                "counted_model": "crm.lead",
                "is_state": True,
            }
        )
        run = self.Run._ensure(own, self.company, [self._month(2035, 1)])
        run.write({"state": "closed", "date_measured": "2035-02-01 00:00:00"})
        with self.assertRaisesRegex(UserError, "Archive it"):
            own.unlink()
        run.state = "open"
        own.unlink()
