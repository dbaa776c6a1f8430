from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import CrmPlaybookCommon
from .rfm_common import RfmOracle

CRON = "crm_playbook.ir_cron_score_rfm"
NOW = "2026-06-15 12:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestRfm(RfmOracle, CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        for company in (cls.company, cls.company_other):
            company.playbook_rfm_basis = "orders"
            company.playbook_rfm_horizon_days = 730
        cls.Score = cls.env["playbook.rfm.score"]
        cls.History = cls.env["playbook.rfm.history"]
        cls.Score._refresh(cls.company)
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Rfm {number}", "is_company": True} for number in range(6)]
        )
        # Of each one more, and the later the better.
        for number, customer in enumerate(cls.customers[:5], 1):
            for place in range(number):
                cls._buy(customer, f"2026-{number:02}-{10 + place} 10:00:00", number)

    @classmethod
    def _buy(cls, customer, at, price=1, **values):
        order = cls._create_order(customer, price=100.0 * price, **values)
        return cls._confirm(order, at)

    def _refresh(self, company=None, as_of=None):
        found = self.Score._refresh(company or self.company, as_of)
        self.env.invalidate_all()
        return found

    def _history(self, customer, company=None):
        return self.History.search(
            [
                ("partner_id", "=", customer.id),
                ("company_id", "=", (company or self.company).id),
            ]
        )

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

    # ------------------------------------------------------------------
    # Companies, currencies
    # ------------------------------------------------------------------

    def test_companies_know_nothing_of_each_other(self):
        customer = self.customers[0]
        self._buy(customer, "2026-06-01 10:00:00", company_id=self.company_other.id)
        self._refresh()
        self._refresh(self.company_other)
        self.assertEqual(customer.rfm_purchase_count, 1)
        theirs = customer.with_company(self.company_other)
        self.assertEqual(theirs.rfm_last_purchase_date, date(2026, 6, 1))
        self.assertFalse(
            self.customers[1].with_company(self.company_other).rfm_group_id
        )
        self.customers[0].sale_order_ids.filtered(
            lambda order: order.company_id == self.company
        )._action_cancel()
        self._refresh()
        self.assertTrue(theirs.rfm_group_id)

    def test_rate_of_the_day_or_none(self):
        currency = self.env["res.currency"].create({"name": "XRF", "symbol": "X"})
        self.env["res.currency.rate"].create(
            [
                {"currency_id": currency.id, "name": day, "rate": rate}
                for day, rate in (("2026-03-01", 2.0), ("2026-05-01", 4.0))
            ]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "XRF", "currency_id": currency.id}
        )
        customer = self.customers[5]
        early, *_others = [
            self._buy(customer, f"2026-{day} 10:00:00", pricelist_id=pricelist.id)
            for day in ("02-28", "03-01", "06-01")
        ]
        found = self._refresh()
        self.assertEqual(found.left_out, 1)
        self.assertEqual(customer.rfm_purchase_count, 2)
        self.assertEqual(customer.rfm_amount, 75.0)
        run = self.env["playbook.rfm.run"].search([], limit=1)
        self.assertIn(early.name, run.problems)
        self.assertIn("XRF", run.problems)
        self.assertOracle(self.company, "2026-06-15")
        # Said once.
        self._refresh()
        self.assertEqual(self.env["playbook.rfm.run"].search([], limit=1), run)

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def test_scheduled_action_tells_later_rooms(self):
        told = []
        with (
            patch.object(
                type(self.Score),
                "_after_refresh",
                lambda _self, company: told.append(company),
            ),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(CRON).method_direct_trigger()
        self.assertIn(self.company, told)
        self.assertIn(self.company_other, told)
        self.env.invalidate_all()
        self.assertTrue(self.customers[0].rfm_group_id)

    def test_company_that_fails_stops_no_other(self):
        refresh = type(self.Score)._refresh
        done = []

        def fail(records, company, as_of=None):
            if company == self.company:
                raise UserError("no")
            done.append(company)
            return refresh(records, company, as_of)

        with (
            patch.object(type(self.Score), "_refresh", fail),
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.crm_playbook", "ERROR"),
        ):
            self.env.ref(CRON).method_direct_trigger()
        self.assertIn(self.company_other, done)

    def test_score_now_is_for_those_entitled(self):
        for user in (self.user_marketing, self.user_sales_management):
            action = self.env["playbook.rfm.group"].with_user(user).action_score_now()
            self.assertIn("customers of", action["params"]["message"])
        grid = self.env.ref("crm_playbook.rfm_grid").with_user(self.user_configurator)
        grid.action_score_now()
        self.env.invalidate_all()
        self.assertTrue(self.customers[0].rfm_group_id)
        for user in (self.user_sales, self.user_customer_service, self.user_portal):
            for model in ("playbook.rfm.group", "playbook.rfm.score"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).action_score_now()

    def test_period_is_within_bounds(self):
        for days in (29, 0, -1, 3651):
            with (
                self.subTest(days),
                self.assertRaisesRegex(ValidationError, "from 30 to 3650 days"),
            ):
                self.company.playbook_rfm_horizon_days = days
        settings = self.env["res.config.settings"].create(
            {"playbook_rfm_basis": "invoices", "playbook_rfm_horizon_days": 365}
        )
        settings.execute()
        self.assertEqual(self.company._get_rfm_basis(), ("invoices", 365))
