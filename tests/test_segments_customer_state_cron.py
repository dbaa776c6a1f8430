from datetime import date
from unittest.mock import patch

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.base.models.ir_cron import IrCron

from .common import CrmPlaybookCommon

CRON = "crm_playbook.ir_cron_refresh_customer_states"


@tagged("post_install", "-at_install")
class TestCustomerStateCron(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-01-10"):
            cls.customers = cls.env["res.partner"].create(
                [{"name": f"Customer {number}"} for number in range(5)]
            )
            for customer in cls.customers:
                cls._confirm(cls._create_order(customer), "2026-01-10 10:00:00")
            cls.env.flush_all()

    def _run(self):
        """Run the scheduled action as Odoo's cron worker does."""
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def test_turns_customers_whose_last_purchase_is_too_long_ago(self):
        self.assertEqual(set(self.customers.mapped("customer_state")), {"customer"})
        with freeze_time("2027-01-09"):
            self._run()
        self.assertEqual(set(self.customers.mapped("customer_state")), {"customer"})
        with freeze_time("2027-01-10"):
            self._run()
        self.assertEqual(set(self.customers.mapped("customer_state")), {"inactive"})
        self.assertEqual(
            set(self.customers.mapped("customer_since")), {date(2026, 1, 10)}
        )

    def test_second_run_changes_nothing(self):
        with freeze_time("2027-02-01"):
            self._run()
            self.assertEqual(self.env["res.partner"]._refresh_customer_states(), 0)

    def test_mends_what_was_changed_behind_the_orm(self):
        self.env.cr.execute(
            "UPDATE res_partner SET customer_state = NULL, customer_since = NULL"
        )
        self.env.invalidate_all()
        with freeze_time("2026-02-01"):
            self._run()
        self.assertEqual(set(self.customers.mapped("customer_state")), {"customer"})

    def test_works_in_batches_and_goes_on_where_it_stopped(self):
        """Out of time after the first batch: the next call does the rest."""
        Partner = self.env["res.partner"]
        with (
            freeze_time("2027-02-01"),
            patch.object(IrCron, "_commit_progress", return_value=0) as progress,
        ):
            Partner._cron_refresh_customer_states(batch=2)
            self.assertEqual(progress.call_args.args, (2,))
            states = self.customers.mapped("customer_state")
            self.assertLess(states.count("inactive"), 5)
            for _call in range(self.env["res.partner"].search_count([])):
                Partner._cron_refresh_customer_states(batch=2)
            self.assertEqual(set(self.customers.mapped("customer_state")), {"inactive"})

    def test_row_locked_by_a_user_is_left_to_the_next_run(self):
        Partner = self.env["res.partner"]
        locked = self.customers[0]
        lock = type(Partner).try_lock_for_update

        def lock_all_but_one(records, **kwargs):
            return lock(records - locked, **kwargs)

        with freeze_time("2027-02-01"):
            with patch.object(type(Partner), "try_lock_for_update", lock_all_but_one):
                self._run()
            self.assertEqual(locked.customer_state, "customer")
            self.assertEqual(
                set((self.customers - locked).mapped("customer_state")), {"inactive"}
            )
            self._run()
            self.assertEqual(locked.customer_state, "inactive")

    def test_failing_batch_keeps_the_batches_before_it(self):
        """A serialization failure ends the call; the first batch was committed."""
        Partner = self.env["res.partner"]
        failure = psycopg2.errors.SerializationFailure()
        with (
            freeze_time("2027-02-01"),
            patch.object(IrCron, "_commit_progress", return_value=60) as progress,
            patch.object(
                type(Partner), "_refresh_customer_states", side_effect=[2, failure]
            ),
            self.assertRaises(psycopg2.errors.SerializationFailure),
        ):
            Partner._cron_refresh_customer_states(batch=2)
        self.assertEqual(progress.call_args_list[-1].args, (2,))
        self.assertEqual(progress.call_count, 2)

    def test_scan_costs_the_same_for_any_number_of_customers(self):
        Partner = self.env["res.partner"]

        def refresh():
            with freeze_time("2027-02-01"):
                Partner._refresh_customer_states(self.customers[:1].ids)

        def refresh_all():
            with freeze_time("2027-02-01"):
                Partner._refresh_customer_states(self.customers.ids)

        refresh()
        self.assertEqual(self._count_queries(refresh), self._count_queries(refresh_all))


@tagged("post_install", "-at_install")
class TestInactiveDaysSetting(CrmPlaybookCommon):
    def _save(self, days):
        settings = self.env["res.config.settings"].create(
            {"playbook_inactive_days": days}
        )
        settings.execute()

    def _triggers(self):
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.env.ref(CRON).id)]
        )

    def test_another_number_is_applied_soon(self):
        before = self._triggers()
        self._save(90)
        self.assertEqual(self.env["res.partner"]._get_inactive_days(), 90)
        self.assertEqual(self._triggers(), before + 1)

    def test_same_number_triggers_nothing(self):
        before = self._triggers()
        self._save(365)
        self.assertEqual(self._triggers(), before)

    def test_number_out_of_range_is_refused(self):
        for days in (0, -1, 36_501):
            with (
                self.subTest(days),
                self.assertRaisesRegex(
                    UserError, f"1 to 36500 days .* not after {days}"
                ),
            ):
                self._save(days)

    def test_nonsense_in_the_parameter_does_not_lock_the_settings(self):
        Parameter = self.env["ir.config_parameter"].sudo()
        for value in ("0", "many", "999999999999"):
            with self.subTest(value):
                Parameter.set_param("crm_playbook.inactive_days", value)
                settings = self.env["res.config.settings"].create({})
                self.assertIn(settings.playbook_inactive_days, (365, 36_500))
                settings.execute()

    def test_setting_works_without_the_scheduled_action(self):
        self.env.ref(CRON).unlink()
        self._save(90)
        self.assertEqual(self.env["res.partner"]._get_inactive_days(), 90)
