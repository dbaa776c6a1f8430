"""Margins of orders whose costs are not known, or not any more."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.base.models.ir_cron import IrCron

from .results_common import ResultsCase

NOW = "2026-06-15 12:00:00"
CODES = ("margin", "margin_rate", "base_margin")


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMarginUnknown(ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As Odoo's module for margins has them, until the test is over.
        for table, column in (
            ("sale_order", "margin"),
            ("sale_order_line", "purchase_price"),
        ):
            cls.env.cr.execute(
                f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} numeric"
            )
        cls.startClassPatcher(
            patch.object(type(cls.Indicator), "_knows_margin", lambda self: True)
        )
        cls.april, cls.may, cls.june = (cls._month(2026, month) for month in (4, 5, 6))
        cls.margin = cls._indicator("margin")
        cls._tell_rfm_past(cls.company)
        cls.customer = cls.env["res.partner"].create({"name": "A"})
        cls.product = cls.env["product.product"].create(
            {"name": "X", "type": "service"}
        )

    def _order(self, period, cost=0.0):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "state": "sale",
                "date_order": f"{period.date_from} 15:00:00",
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "price_unit": 100.0,
                            "name": "X",
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        self._enter_cost(order, cost)
        return order

    def _enter_cost(self, order, cost):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET margin = %s WHERE id = %s", [100 - cost, order.id]
        )
        self.env.cr.execute(
            "UPDATE sale_order_line SET purchase_price = %s WHERE order_id = %s",
            [cost, order.id],
        )
        self.env.invalidate_all()

    def _bring(self, *periods, code="margin"):
        """The rows of ``periods``, as the scheduled action leaves them."""
        runs = self.Run._ensure(self._indicator(code), self.company, periods)
        runs._bring_up_to_date()
        return runs

    def _value(self, period, code="margin"):
        return self._figure(self._indicator(code), period).value

    def _find_due(self):
        return {run_id for run_id, *_rest in self.Run._find_due()}

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------

    def test_what_is_over_is_closed_with_its_reason(self):
        """Else it would be measured every few hours, for ever."""
        self._order(self.may)
        for code in CODES:
            run = self._bring(self.may, code=code)
            with self.subTest(code):
                self.assertEqual(run.state, "closed")
                self.assertIn("none of them has the cost of all", run.missing)
                self.assertFalse(run.date_measured)
                self.assertIsNone(self._value(self.may, code))
                with freeze_time("2026-06-20 12:00:00"):
                    self.assertNotIn(run.id, self._find_due())

    def test_what_goes_on_is_asked_again(self):
        order = self._order(self.june)
        run = self._bring(self.june)
        self.assertEqual(run.state, "open")
        self.assertTrue(run.missing)
        with freeze_time("2026-06-16 12:00:00"):
            self.assertIn(run.id, self._find_due())
            self._enter_cost(order, 60)
            self._bring(self.june)
            self.assertEqual(self._value(self.june), 40)
        self.assertFalse(run.missing)

    def test_what_is_not_installed_stays_open(self):
        """It is measured as soon as the module is there."""
        with patch.object(type(self.margin), "_knows_margin", lambda self: False):
            run = self._bring(self.may)
        self.assertEqual(run.state, "open")

    def test_a_correction_asks_again(self):
        order = self._order(self.may)
        run = self._bring(self.may)
        self._enter_cost(order, 60)
        run.with_user(self.manager)._correct("Costs were entered.")
        self.assertEqual(self._value(self.may), 40)
        self.assertFalse(run.missing)
        self.assertEqual(run.state, "closed")

    def test_the_past_measured_again_asks_again(self):
        order = self._order(self.may)
        run = self._bring(self.may)
        self._enter_cost(order, 60)
        self.Run.with_user(self.manager)._ask_past_again("Costs were entered.")
        self.assertEqual(run.state, "open")
        self._bring(self.may)
        self.assertEqual(run.state, "closed")
        self.assertEqual(self._value(self.may), 40)

    # ------------------------------------------------------------------
    # Correcting
    # ------------------------------------------------------------------

    def test_a_figure_stays_when_its_costs_are_gone(self):
        """0 would say that nothing was earned."""
        order = self._order(self.may, cost=60)
        for code in CODES:
            self._bring(self.may, code=code)
        self._enter_cost(order, 0)
        for code in CODES:
            run = self._bring(self.may, code=code)
            value = self._value(self.may, code)
            name = run.display_name
            with self.subTest(code):
                with self.assertRaisesRegex(
                    UserError, f"Not corrected: {name}. There are orders, but none"
                ):
                    run.with_user(self.manager)._correct("Why")
                self.assertEqual(run.version, 1)
                self.assertTrue(value)
                self.assertEqual(self._value(self.may, code), value)

    def test_where_nothing_was_ordered_nothing_was_earned(self):
        order = self._order(self.may, cost=60)
        run = self._bring(self.may)
        order.state = "cancel"
        run.with_user(self.manager)._correct("It was cancelled.")
        self.assertEqual(run.version, 2)
        self.assertTrue(run.date_measured)
        self.assertIsNone(self._value(self.may) or None)
        self.assertFalse(run.missing)

    def test_many_are_corrected_but_for_those_without_costs(self):
        orders = [self._order(each, cost=60) for each in (self.april, self.may)]
        runs = self._bring(self.april, self.may)
        april, may = (
            runs.filtered(lambda run, day=each.date_from: run.date_from == day)
            for each in (self.april, self.may)
        )
        for order, cost in zip(orders, (0, 70), strict=True):
            self._enter_cost(order, cost)
        runs.with_user(self.manager)._correct_later("Why")
        with patch.object(IrCron, "_commit_progress", lambda *args, **kwargs: 60):
            self.Run._correct_those_asked(60)
            self.assertIn("Not corrected", april.error)
            self.assertFalse(april.again_reason)
            self.assertFalse(may.error)
            self.Run._correct_those_asked(60)
        self.assertEqual((april.version, may.version), (1, 2))
        self.assertFalse(may.again_reason)
        self.assertEqual([self._value(self.april), self._value(self.may)], [40, 30])
        self._enter_cost(orders[0], 80)
        april.with_user(self.manager)._correct("Costs were entered.")
        self.assertFalse(april.error)
        self.assertEqual(self._value(self.april), 20)

    def test_those_that_never_had_a_figure_do_not_fail(self):
        self._order(self.may)
        run = self._bring(self.may)
        run.with_user(self.manager)._correct_later("Why")
        with patch.object(IrCron, "_commit_progress", lambda *args, **kwargs: 60):
            self.Run._correct_those_asked(60)
        self.assertFalse(run.error or run.again_reason)
        self.assertIn("There are orders", run.missing)
        self.assertFalse(run.date_measured)

    def test_only_some_periods_are_named(self):
        periods = [self._month(2025, month) for month in range(6, 13)]
        for period in periods:
            self._order(period)
        runs = self._bring(*periods)
        with self.assertRaises(UserError) as caught:
            runs.with_user(self.manager)._correct("Why")
        text = str(caught.exception)
        self.assertIn("2025-06-01", text)
        self.assertIn("2025-10-01, …. There", text)
        self.assertNotIn("2025-11-01", text)

    # ------------------------------------------------------------------
    # Told
    # ------------------------------------------------------------------

    def test_reasons_are_told_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self._order(self.june)
        run = self.Run._ensure(self.margin, self.company, [self.june])
        run.with_context(lang="es_ES")._bring_up_to_date()
        self.assertEqual(run.lack, "costs")
        self.assertIn("Hay pedidos", run.with_context(lang="es_ES").missing)
        told = run.with_context(lang="en_US").missing
        self.assertIn("There are orders", told)
        latest = self.margin.with_context(lang="en_US").with_user(self.manager)
        self.assertEqual(latest.problem, told)

    def test_every_reason_is_told(self):
        self.env["res.lang"]._activate_lang("es_ES")
        run = self.Run._ensure(self.margin, self.company, [self.may])
        told = set()
        for lack, _label in run._fields["lack"].selection:
            run.lack = lack
            spanish, english = (
                run.with_context(lang=lang).missing for lang in ("es_ES", "en_US")
            )
            with self.subTest(lack):
                self.assertNotEqual(spanish, english)
                told.add(english)
        self.assertEqual(len(told), 4)
        run.lack = False
        self.assertFalse(run.missing)
