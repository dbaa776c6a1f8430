from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .rfm_common import NOW, RfmOrders

CRON = "crm_playbook.ir_cron_score_rfm"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestRfmRuns(RfmOrders):
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
        groups = self.env["playbook.rfm.group"].with_user(self.user_marketing)
        told = groups.action_score_now()["params"]
        self.assertEqual(told["type"], "warning")
        self.assertIn(early.name, told["message"])
        # Said once.
        self._refresh()
        self.assertEqual(self.env["playbook.rfm.run"].search([], limit=1), run)

    def test_rate_of_the_companys_own_currency(self):
        """Before the first one Odoo would silently take 1."""
        own = self.company.currency_id
        own.rate_ids.unlink()
        rates = [(own, "2026-04-01", 2.0)]
        foreign, base = self.env["res.currency"].create(
            [{"name": name, "symbol": name} for name in ("XRF", "XRG")]
        )
        rates.append((foreign, "2026-01-01", 4.0))
        self.env["res.currency.rate"].create(
            [{"currency_id": c.id, "name": day, "rate": n} for c, day, n in rates]
        )
        lists = self.env["product.pricelist"].create(
            [{"name": c.name, "currency_id": c.id} for c in (foreign, base)]
        )
        customer = self.customers[5]
        early, *_others = [
            self._buy(customer, f"2026-{day} 10:00:00", pricelist_id=prices.id)
            for prices in lists
            for day in ("03-01", "05-01")
        ]
        found = self._refresh()
        self.assertEqual(found.left_out, 2)
        self.assertEqual(customer.rfm_amount, 100.0 * 2 / 4 + 100.0 * 2)
        run = self.env["playbook.rfm.run"].search([], limit=1)
        (line,) = [each for each in run.problems.splitlines() if early.name in each]
        self.assertIn(f"no rate of {own.name} on", line)
        self.assertOracle(self.company, "2026-06-15")

    def test_runs_speak_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.company.partner_id.lang = "es_ES"
        Run = self.env["playbook.rfm.run"].with_context(lang="en_US")
        self.assertEqual(Run._in_language_of(self.company).env.lang, "es_ES")
        self.company.partner_id.lang = False
        self.assertEqual(Run._in_language_of(self.company).env.lang, "en_US")

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
                raise ValueError("no")
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
