from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .rfm_common import NOW, RfmOrders


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestRfm(RfmOrders):
    def test_scores_groups_and_figures(self):
        self._refresh()
        best, worst = self.customers[4], self.customers[0]
        self.assertRecordValues(
            best | worst,
            [
                {
                    "rfm_recency": 5,
                    "rfm_frequency": 5,
                    "rfm_monetary": 5,
                    "rfm_score": 15,
                    "rfm_last_purchase_date": date(2026, 5, 14),
                    "rfm_purchase_count": 5,
                    "rfm_amount": 2500.0,
                },
                {
                    "rfm_recency": 1,
                    "rfm_frequency": 1,
                    "rfm_monetary": 1,
                    "rfm_score": 3,
                    "rfm_last_purchase_date": date(2026, 1, 10),
                    "rfm_purchase_count": 1,
                    "rfm_amount": 100.0,
                },
            ],
        )
        self.assertEqual(best.rfm_group_id.name, "Champions")
        self.assertEqual(worst.rfm_group_id.name, "Lapsed")
        self.assertFalse(self.customers[5].rfm_group_id)
        self.assertOracle(self.company, "2026-06-15")

    def test_any_day(self):
        for day in ("2026-01-09", "2026-01-10", "2026-04-12", "2029-01-01"):
            with self.subTest(day):
                self.assertOracle(self.company, day)

    def test_bought_only_before_the_period(self):
        self.company.playbook_rfm_horizon_days = 90
        self._refresh()
        gone = self.customers[0]
        self.assertEqual(gone.rfm_group_id.name, "Lapsed")
        self.assertTrue(gone.rfm_group_id.before_horizon)
        self.assertEqual((gone.rfm_score, gone.rfm_purchase_count), (0, 0))
        self.assertEqual(gone.rfm_last_purchase_date, date(2026, 1, 10))
        # The first day of the period, and the one before.
        for number, customer in ((1, self.customers[0]), (0, self.customers[1])):
            day = ("2026-03-17", "2026-03-18")[1 - number]
            self._buy(customer, f"{day} 10:00:00")
        self._refresh()
        self.assertEqual(self.customers[0].rfm_purchase_count, 0)
        self.assertEqual(self.customers[1].rfm_purchase_count, 1)
        self.assertOracle(self.company, "2026-06-15")

    def test_contacts_buy_for_their_company(self):
        person = self._create_contact(self.customers[5])
        self._buy(person, "2026-06-01 10:00:00", 50)
        self._refresh()
        self.assertEqual(self.customers[5].rfm_monetary, 5)
        self.assertEqual(person.rfm_group_id, self.customers[5].rfm_group_id)
        self.assertFalse(self.Score.search([("partner_id", "=", person.id)]))

    def test_quotations_cancelled_and_future_orders_are_no_purchase(self):
        customer = self.customers[5]
        self._create_order(customer)
        self._buy(customer, "2026-06-16 00:00:00")
        self._buy(customer, "2026-06-01 00:00:00")._action_cancel()
        self._refresh()
        self.assertFalse(customer.rfm_group_id)
        self.assertOracle(self.company, "2026-06-15")

    def test_days_are_those_of_the_company(self):
        self.company.resource_calendar_id.tz = "Pacific/Auckland"
        customer = self.customers[5]
        # 00:30 on the 15th there, and half past eleven the evening before.
        self._buy(customer, "2026-06-14 12:30:00")
        self._refresh()
        self.assertEqual(customer.rfm_last_purchase_date, date(2026, 6, 15))
        scores = self.Score._get_scores(self.company, date(2026, 6, 14))
        self.assertNotIn(customer.id, scores)
        for day in ("2026-06-14", "2026-06-15", "2026-06-16"):
            self.assertOracle(self.company, day)

    def test_unknown_time_zone_counts_as_utc(self):
        zones = "_time_zones_unknown_to_postgresql"
        self.company.resource_calendar_id.tz = "Asia/Calcutta"
        with patch.object(
            type(self.env["res.partner"]), zones, return_value=("Asia/Calcutta",)
        ):
            self._refresh()
        self.assertTrue(self.customers[0].rfm_group_id)

    def test_none_of_us(self):
        colleague = self.user_sales.partner_id
        for partner in (colleague, self.company_other.partner_id):
            self._buy(partner, "2026-06-01 10:00:00")
        self._refresh()
        self.assertFalse(colleague.rfm_group_id)
        self.assertFalse(self.company_other.partner_id.rfm_group_id)

    # ------------------------------------------------------------------
    # Writing only what changed
    # ------------------------------------------------------------------

    def test_nothing_changed_writes_nothing(self):
        self._refresh()
        rows = self._row_versions()
        found = self._refresh()
        self.assertEqual((found.changed, found.removed, found.moved), (0, 0, 0))
        self.assertEqual(self._row_versions(), rows)

    def _row_versions(self):
        self.env.cr.execute(
            "SELECT 's', id, xmin::text, xmax::text, ctid::text FROM playbook_rfm_score"
            " UNION ALL SELECT 'h', id, xmin::text, xmax::text, ctid::text"
            "   FROM playbook_rfm_history"
            " UNION ALL SELECT 'r', id, xmin::text, xmax::text, ctid::text"
            "   FROM playbook_rfm_run ORDER BY 1, 2"
        )
        return self.env.cr.fetchall()

    def test_what_changed_is_written_and_nothing_else(self):
        self._refresh()
        # More of the same: neither scores nor anybody else's row change.
        self._buy(self.customers[4], "2026-05-14 09:00:00", 1)
        found = self._refresh()
        self.assertEqual((found.changed, found.moved), (1, 0))
        self.assertEqual(self.customers[4].rfm_purchase_count, 6)

    def test_who_has_no_purchase_any_more(self):
        self._refresh()
        customer = self.customers[0]
        group = customer.rfm_group_id
        customer.sale_order_ids._action_cancel()
        with freeze_time("2026-06-16 12:00:00"):
            found = self._refresh()
        self.assertEqual(found.removed, 1)
        self.assertFalse(customer.rfm_group_id)
        left, entered = self._history(customer)
        self.assertEqual((entered.group_id, left.group_id.id), (group, False))
        self.assertEqual(left.previous_group_id, group)

    def test_history_has_one_row_a_day_of_change(self):
        self._refresh()
        customer = self.customers[0]
        with freeze_time("2026-06-16 12:00:00"):
            self._refresh()
            for _again in range(2):
                self._buy(customer, "2026-06-16 10:00:00", 90)
                self._refresh()
        last, first = self._history(customer)
        self.assertEqual(
            (first.date, last.date), (date(2026, 6, 15), date(2026, 6, 16))
        )
        self.assertEqual(last.previous_group_id, first.group_id)
        self.assertEqual(last.group_id, customer.rfm_group_id)

    def test_queries_do_not_grow_with_customers(self):
        self._refresh()
        few = self._count_queries(lambda: self.Score._refresh(self.company))
        many = self.env["res.partner"].create(
            [{"name": f"Many {number}"} for number in range(30)]
        )
        for customer in many:
            self._buy(customer, "2026-06-02 10:00:00")
        self._refresh()
        self.assertEqual(
            self._count_queries(lambda: self.Score._refresh(self.company)), few
        )
