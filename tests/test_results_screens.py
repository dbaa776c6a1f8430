"""Small things that people see on the screens of results every day."""

import json

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import PROFILE_GROUPS
from .objective_common import ObjectiveCase
from .own_indicator_common import LEAD


class TestResultsScreens(ObjectiveCase):
    def _own(self):
        values = {"name": "Demonstrations", "dimension": "process", **LEAD}
        return self.env["playbook.indicator"].with_user(self.manager).create(values)

    def test_money_is_told_as_people_write_it(self):
        indicator = self._indicator("revenue_won")
        company = self.company
        symbol = company.currency_id.symbol
        for value, number in (
            (0, "0"),
            (5, "5"),
            (300, "300"),
            (999.5, "999.50"),
            (-12.34, "12.34"),
            (1000, "1,000"),
            (37011.27, "37,011"),
            (-2500.6, "2,501"),
        ):
            with self.subTest(value):
                text = indicator._format_value(value, company)
                self.assertIn(symbol, text)
                self.assertEqual(text.strip(f"{symbol}\xa0-\ufeff"), number)

    def test_halves_go_up_as_in_spreadsheets(self):
        self.assertEqual(
            self.churn._format_value(20.45, self.company),
            "20.5\xa0%",
            "what the sentence says of 20.4545 too",
        )
        complaints = self._indicator("complaints")
        self.assertEqual(complaints._format_value(2.5, self.company), "3")

    def test_a_currency_without_cents_keeps_its_zeros(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        company = self.env["res.company"].create(
            {"name": "Tokyo", "currency_id": yen.id}
        )
        indicator = self._indicator("revenue_won")
        self.assertIn("1,000", indicator._format_value(1000, company))
        self.assertIn("20", indicator._format_value(20.2, company))

    def test_sentences_tell_money_without_cents(self):
        revenue = self._indicator("revenue_won")
        for month in range(1, 7):
            self._put(revenue, month, 37011.27)
        objective = self._write_objective(indicator_id=revenue.id, amount=80)
        self.assertIn("37,011 a month", objective.sentence)
        self.assertNotIn(".27", objective.sentence)

    def test_figures_are_shown_and_ordered_by_value(self):
        Measurement = self.env["playbook.measurement"].with_user(self.manager)
        views = Measurement.get_views([(False, "list"), (False, "pivot")])
        self.assertTrue(views["models"]["playbook.measurement"]["fields"]["value"])
        rows = Measurement.search([], order="value desc", limit=5)
        self.assertEqual(rows, rows.sorted("value", reverse=True))

    def test_what_an_active_objective_needs_is_kept(self):
        indicator = self._own()
        self._activate(
            indicator_id=indicator.id, goal="value", amount=9, title="Nine a month"
        )
        other = self.env["res.company"].create({"name": "Other"})
        manager = indicator.with_user(self.manager)
        for change in ({"active": False}, {"company_id": other.id}):
            with self.subTest(change), self.assertRaisesRegex(UserError, "Nine a mon"):
                manager.write(change)
        with self.assertRaisesRegex(UserError, "Close the objective first"):
            manager.unlink()

    def test_what_an_objective_is_measured_by_is_not_deleted(self):
        indicator = self._own()
        objective = self._write_objective(
            indicator_id=indicator.id, goal="value", amount=9, title="Nine a month"
        )
        with self.assertRaisesRegex(UserError, "“Nine a month”.*archive this one"):
            indicator.unlink()
        objective.active = False
        with self.assertRaisesRegex(UserError, "Nine a month"):
            indicator.unlink()
        objective.unlink()
        self.assertTrue(indicator.unlink())

    def test_an_objective_that_one_may_not_read_is_not_named(self):
        indicator = self._own()
        # Of the figures of a person, which are not the configurator's to read.
        self._write_objective(
            indicator_id=indicator.id,
            goal="value",
            amount=9,
            title="Nine a month",
            figures_user_id=self.salesperson.id,
        )
        with self.assertRaises(UserError) as refused:
            indicator.with_user(self.configurator).unlink()
        self.assertNotIn("Nine a month", str(refused.exception))
        self.assertIn("Demonstrations", str(refused.exception))

    def test_who_may_read_no_figure_sees_none_and_not_zero(self):
        complaints = self._indicator("complaints")
        self._put(complaints, 6, 0)
        self.assertEqual(complaints.with_user(self.manager).now_text, "0")
        self.assertEqual(complaints.with_user(self.configurator).now_text, "no data")
        # Of whoever has figures, there were no complaints.
        self._put(self._indicator("orders_won"), 6, 3, user=self.salesperson)
        self.assertEqual(complaints.with_user(self.salesperson).now_text, "0")

    def test_one_month_is_no_line(self):
        indicator = self._indicator("new_customers")
        self._put(indicator, 3, 4)
        self.assertFalse(indicator.with_user(self.manager).course)
        self._put(indicator, 5, 2)
        indicator.invalidate_recordset()
        (chart,) = json.loads(indicator.with_user(self.manager).course)
        known = [each["y"] for each in chart["values"] if each["y"] is not None]
        self.assertEqual(known, [4, 2])

    def test_figures_have_their_unit(self):
        share = self._put(self.churn, 7, 1, 4, over=False)
        nothing = self._put(self._indicator("retention"), 7, 0, 0, over=False)
        reader = new_test_user(
            self.env, "re_reader", PROFILE_GROUPS["sales_management"]
        )
        self.assertEqual(share.with_user(reader).value_text, "25.0\xa0%")
        self.assertEqual(nothing.with_user(reader).value_text, "no data")

    def test_no_indicator_is_no_lack_of_figures(self):
        draft = self.Objective.new({"company_id": self.company.id})
        self.assertNotIn("There are no figures", draft.clarity)
        self.assertIn("It comes with the indicator", draft.clarity)
