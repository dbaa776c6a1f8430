"""Closed periods stay as they are, and are corrected with a reason."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .measuring_common import MeasuringCase

CLOSED_BY = "2030-06-04 00:30:00"


@tagged("post_install", "-at_install")
class TestClosing(MeasuringCase):
    def test_days_after_its_end(self):
        """In the days of the company."""
        for tz, moment, state in (
            ("UTC", "2030-06-03 23:59:00", "open"),
            ("UTC", "2030-06-04 00:00:00", "closed"),
            ("America/New_York", "2030-06-04 03:00:00", "open"),
            ("America/New_York", "2030-06-04 04:00:00", "closed"),
        ):
            with self.subTest(tz=tz, moment=moment):
                self.Run.search([]).unlink()
                self.company.resource_calendar_id.tz = tz
                with freeze_time("2030-05-31 12:00:00"):
                    self._run_cron()
                with freeze_time(moment):
                    self._run_cron()
                may = self._runs(self.total, date_from="2030-05-01")
                self.assertEqual(may.state, state)
                self.assertFalse(may.estimated)

    def test_the_days_are_a_setting(self):
        Settings = self.env["res.config.settings"]
        for days, state in ((0, "closed"), (10, "open")):
            with self.subTest(days=days):
                self.Run.search([]).unlink()
                Settings.create({"playbook_close_days": days}).execute()
                self.assertEqual(self.Run._get_close_days(), days)
                with freeze_time("2030-05-31 12:00:00"):
                    self._run_cron()
                with freeze_time("2030-06-05 12:00:00"):
                    self._run_cron()
                may = self._runs(self.total, date_from="2030-05-01")
                self.assertEqual(may.state, state)

    def test_settings_that_make_no_sense_are_refused(self):
        Settings = self.env["res.config.settings"]
        for values in (
            {"playbook_close_days": -1},
            {"playbook_close_days": 91},
            {"playbook_measure_hours": 0},
            {"playbook_measure_hours": 25},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                Settings.create(values).execute()
        for nonsense in ("abc", "nan", "1e400", "-4"):
            self.env["ir.config_parameter"].set_param(
                "crm_playbook.close_days", nonsense
            )
            self.assertEqual(self.Run._get_close_days(), 3)

    def test_what_is_entered_late_counts_until_then(self):
        with freeze_time("2030-05-31 12:00:00"):
            self._run_cron()
        self._customer("Late", "2030-05-31")
        with freeze_time(CLOSED_BY):
            self._run_cron()
        self._customer("Too late", "2030-05-31")
        with freeze_time("2030-06-20 12:00:00"):
            self._run_cron()
        self.assertEqual(self._figure(self.total, self._month(2030, 5)).value, 1)

    def test_what_is_known_for_now_alone_is_not_measured_later(self):
        self.state.active = True
        with freeze_time("2030-05-31 22:00:00"):
            self._run_cron()
        may = self._runs(self.state)
        with freeze_time("2030-06-01 00:30:00"):
            self._run_cron()
        self.assertEqual(str(may.date_measured), "2030-06-01 00:30:00")
        with freeze_time("2030-06-01 05:00:00"):
            self._run_cron()
        self.assertEqual(str(may.date_measured), "2030-06-01 00:30:00")
        self.assertEqual((may.state, may.estimated), ("closed", False))

    def test_what_was_measured_long_before_the_end_is_an_estimate(self):
        self.state.active = True
        self.env["crm.lead"].create({"name": "Open", "type": "opportunity"})
        with freeze_time("2030-05-29 22:00:00"):
            self._run_cron()
        may = self._runs(self.state)
        with freeze_time("2030-06-02 22:00:00"):
            self._run_cron()
        self.assertEqual((may.state, may.estimated), ("closed", True))
        rows = self.Measurement.search([("run_id", "=", may.id)])
        self.assertTrue(rows)
        self.assertTrue(all(rows.mapped("estimated")))

    def test_where_nothing_was_measured_in_time_there_is_no_data(self):
        self.state.active = True
        with freeze_time("2030-05-31 22:00:00"):
            self.Run._make_missing()
        may = self._runs(self.state)
        with freeze_time("2030-06-02 22:00:00"):
            self._run_cron()
        self.assertEqual((may.state, may.date_measured), ("closed", False))
        self.assertIn("cannot be found any more", may.missing)
        self.assertIsNone(self._figure(self.state, self._month(2030, 5)).value)


@tagged("post_install", "-at_install")
class TestCorrecting(MeasuringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.may = cls._month(2030, 5)
        sales = {"user_id": cls.salesperson.id}
        cls.customer = cls._customer("A", "2030-05-10", **sales)
        cls._customer("B", "2030-05-11", user_id=cls.manager.id)
        cls.may_run = cls.Run._ensure(cls.total, cls.company, [cls.may])
        with freeze_time(CLOSED_BY):
            cls.may_run._bring_up_to_date()

    def _correct(self, user, reason="Entered late"):
        Dialog = self.env["playbook.measurement.correct"].with_user(user)
        action = self.may_run.with_user(user).action_correct()
        dialog = Dialog.with_context(**action["context"]).create({"reason": reason})
        self.assertEqual(dialog.run_count, 1)
        return dialog.action_correct()

    def test_what_differs_becomes_a_new_version(self):
        self._set_since(self.customer, "2030-04-10")
        self._customer("C", "2030-05-12", user_id=self.manager.id)
        with freeze_time("2030-06-20 10:00:00"):
            result = self._correct(self.manager)
        self.assertEqual(result["params"]["type"], "success")
        self.assertEqual((self.may_run.version, self.may_run.state), (2, "closed"))
        self.assertEqual(self.may_run.corrected_by_id, self.manager)
        self.assertIn("Entered late", self.may_run.corrections)
        every = self.Measurement.with_context(active_test=False)
        rows = every.search([("run_id", "=", self.may_run.id), ("cut", "=", "main")])
        self.assertEqual(
            sorted(
                (row.user_id.login, row.version, row.active, row.value) for row in rows
            ),
            [
                ("re_manager", 1, False, 1),
                ("re_manager", 2, True, 2),
                ("re_sales", 1, False, 1),
            ],
        )
        self.assertEqual(self._figure(self.total, self.may).value, 2)

    def test_what_does_not_differ_keeps_its_version(self):
        self._set_since(self.customer, "2030-04-10")
        with freeze_time("2030-06-20 10:00:00"):
            self._correct(self.manager)
        kept = self.Measurement.search([("run_id", "=", self.may_run.id)])
        self.assertEqual(set(kept.mapped("version")), {1})
        self.assertEqual(self._figure(self.total, self.may).value, 1)

    def test_where_nothing_differs_there_is_no_version(self):
        with freeze_time("2030-06-20 10:00:00"):
            result = self._correct(self.manager)
        self.assertEqual(result["params"]["type"], "info")
        self.assertEqual((self.may_run.version, self.may_run.corrections), (1, False))

    def test_twice(self):
        for number, reason in enumerate(("First", "Second")):
            self._customer(f"C{number}", "2030-05-12")
            self._correct(self.manager, reason)
        self.assertEqual(self.may_run.version, 3)
        first, second = self.may_run.corrections.splitlines()
        self.assertIn("Second", first)
        self.assertIn("First", second)

    def test_who_may_not(self):
        configurator = new_test_user(
            self.env, "re_configurator", PROFILE_GROUPS["configurator"]
        )
        for user in (self.salesperson, configurator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.may_run.with_user(user).action_correct()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.may_run.with_user(user)._correct("Because")

    def test_what_cannot_be_corrected_is_said(self):
        manager = self.may_run.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Say why"):
            manager._correct("  ")
        state = self.Run._ensure(self.state, self.company, [self.may])
        state._close()
        with self.assertRaisesRegex(UserError, "cannot be found any more"):
            state.with_user(self.manager)._correct("Because")

    def test_an_error_changes_nothing(self):
        def fail(_indicator):
            raise ValueError("Broken")

        self.patch(type(self.Indicator), "_facts_new_customers", fail)
        with self.assertRaisesRegex(UserError, "Broken"):
            self.may_run.with_user(self.manager)._correct("Because")
        self.assertEqual(self._figure(self.total, self.may).value, 2)

    def test_open_periods_are_not_corrected(self):
        june = self.Run._ensure(self.total, self.company, [self._month(2030, 6)])
        with freeze_time("2030-06-20 10:00:00"):
            june._bring_up_to_date()
            self._customer("C", "2030-06-12")
            self.assertFalse(june.with_user(self.manager)._correct("Because"))
        self.assertEqual(june.version, 1)

    def test_versions_can_be_seen(self):
        self._set_since(self.customer, "2030-04-10")
        self._correct(self.manager)
        action = self.may_run.with_user(self.manager).action_open_versions()
        rows = self.Measurement.with_user(self.manager).with_context(
            **action["context"]
        )
        self.assertEqual(len(rows.search(action["domain"])), 4)
        own = rows.with_user(self.salesperson).search(action["domain"])
        self.assertEqual(own.user_id, self.salesperson)

    def test_days(self):
        self.assertEqual(self.may_run.date_to, date(2030, 6, 1))
