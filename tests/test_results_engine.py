"""Measuring by itself: what is made, what is due, and what goes wrong."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_playbook.models.results.facts_sql import facts
from odoo.addons.crm_playbook.models.results.playbook_measurement_run_due import (
    BACK,
)

from .measuring_common import MeasuringCase

DUE = "odoo.addons.crm_playbook.models.results.playbook_measurement_run_due"
NOW = "2030-06-19 12:00:00"
REASON = "Margins are not installed."


@tagged("post_install", "-at_install")
class TestEngine(MeasuringCase):
    def test_periods_are_made_by_themselves(self):
        """Of the past, where it can still be found; once."""
        self.state.active = True
        with freeze_time(NOW):
            self._run_cron()
            self._run_cron()
        for kind, count in BACK.items():
            self.assertEqual(len(self._runs(self.total, kind)), count)
            self.assertEqual(len(self._runs(self.state, kind)), 1)
        oldest = self._runs(self.total)[-1]
        self.assertEqual(oldest.date_from, date(2029, 5, 1))

    def test_the_past_is_measured_and_closed_at_once(self):
        self._customer("Old", "2029-07-31")
        self._customer("New", "2030-06-18")
        with freeze_time(NOW):
            self._run_cron()
        july = self._runs(self.total, date_from="2029-07-01")
        self.assertTrue(july.estimated)
        self.assertEqual(july.state, "closed")
        self.assertEqual(self._figure(self.total, self._month(2029, 7)).value, 1)
        june = self._runs(self.total, date_from="2030-06-01")
        self.assertEqual((june.state, june.estimated), ("open", False))
        self.assertEqual(self._figure(self.total, self._month(2030, 6)).value, 1)
        rows = self.Measurement.search([("run_id", "=", july.id)])
        self.assertTrue(all(rows.mapped("estimated")))

    def test_what_is_open_is_measured_again_after_hours(self):
        with freeze_time(NOW):
            self._run_cron()
            june = self._runs(self.total, date_from="2030-06-01")
        measured = june.date_measured
        with freeze_time("2030-06-19 15:00:00"):
            self._run_cron()
            self.assertEqual(june.date_measured, measured)
        with freeze_time("2030-06-19 16:00:01"):
            self._run_cron()
            self.assertGreater(june.date_measured, measured)

    def test_a_period_that_has_just_ended_is_measured_at_once(self):
        with freeze_time("2030-06-30 23:30:00"):
            self._run_cron()
            june = self._runs(self.total, date_from="2030-06-01")
        with freeze_time("2030-07-01 00:10:00"):
            self._run_cron()
            self.assertEqual(june.date_measured, fields.Datetime.now())
            self.assertTrue(self._runs(self.total, date_from="2030-07-01"))

    def test_what_cannot_be_measured_stops_no_other(self):
        broken = self._indicator("leads_received")
        broken.active = True
        self._break(broken)
        with freeze_time(NOW), mute_logger(DUE):
            self._run_cron()
            self.assertTrue(all(self._runs(self.total).mapped("date_measured")))
            runs = self._runs(broken)
            self.assertEqual(set(runs.mapped("error")), {"Broken"})
            self.assertEqual(set(runs.mapped("state")), {"open"})
            self.assertIn("Broken", broken.problem)
            self._check_not_told(runs.with_user(self.salesperson))
        self._break(broken, "_facts_new_customers")
        with freeze_time("2030-06-19 17:00:00"):
            self._run_cron()
            self.assertFalse(any(runs.mapped("error")))
            self.assertFalse(broken.problem)

    def test_what_is_broken_is_tried_once(self):
        tried = []

        def fail(_indicator):
            tried.append(1)
            raise ValueError("Broken")

        self.patch(type(self.Indicator), "_facts_new_customers", fail)
        with freeze_time(NOW), mute_logger(DUE):
            self._run_cron()
        runs = self.Run.search([("indicator_id", "=", self.total.id)])
        self.assertEqual(set(runs.mapped("error")), {"Broken"})
        # What goes on, and what is over: of one company.
        self.assertEqual(len(tried), 2)

    def test_what_somebody_else_measures_is_left_for_later(self):
        with freeze_time(NOW):
            self.Run._make_missing()
            runs = self._runs(self.total)
            first, rest = runs[:1], runs[1:]
            self.patch(
                type(self.Run), "try_lock_for_update", lambda own, **_: own - first
            )
            runs._measure_apart()
        self.assertFalse(first.date_tried)
        self.assertTrue(all(rest.mapped("date_tried")))

    def _check_not_told(self, runs):
        """That it failed is for everybody; what went wrong, for who can mend it."""
        runs.env.invalidate_all()
        failed = runs.search([("is_failed", "=", True)])
        self.assertLessEqual(set(runs.ids), set(failed.ids))
        self.assertNotIn("Broken", runs.indicator_id.problem)
        with self.assertRaises(AccessError):
            runs.mapped("error")

    def _break(self, indicator, like=None):
        def fail(_indicator):
            if like:
                return getattr(indicator, like)()
            raise ValueError("Broken")

        name = f"_facts_{indicator.code}"
        patcher = patch.object(type(self.Indicator), name, fail, create=True)
        self.startPatcher(patcher)

    def test_bad_data_of_one_company_stops_no_other(self):
        other = self.env["res.company"].create({"name": "Other"})

        def divide(_indicator):
            number = SQL("1 / (period.company_id - %s)", other.id)
            return facts(SQL("period"), numerator=number)

        self.patch(type(self.Indicator), "_facts_new_customers", divide)
        with freeze_time(NOW), mute_logger(DUE):
            self._run_cron()
        self.assertTrue(all(self._runs(self.total).mapped("date_measured")))
        theirs = self.Run.search([("company_id", "=", other.id)])
        self.assertEqual(len(theirs), sum(BACK.values()))
        self.assertTrue(all("division" in error for error in theirs.mapped("error")))
        self.assertFalse(any(theirs.mapped("date_measured")))

    def test_what_is_not_installed_is_said(self):
        self.patch(
            type(self.Indicator), "_facts_new_customers", lambda _indicator: None
        )
        name = "_get_reason_new_customers"
        reason = patch.object(
            type(self.Indicator), name, lambda _indicator: REASON, create=True
        )
        self.startPatcher(reason)
        with freeze_time(NOW):
            self._run_cron()
            self.assertEqual(self.total.problem, REASON)
        runs = self._runs(self.total)
        self.assertEqual(set(runs.mapped("missing")), {REASON})
        self.assertEqual(set(runs.mapped("state")), {"open"})
        self.assertIsNone(self._figure(self.total, self._month(2030, 6)).value)

    def test_an_archived_indicator_is_left_alone(self):
        self.total.active = False
        with freeze_time(NOW):
            self._run_cron()
            self.assertFalse(self._runs(self.total))
            self.total.active = True
            self._run_cron()
        self.assertEqual(len(self._runs(self.total)), BACK["month"])

    def test_a_new_company_is_measured_too(self):
        with freeze_time(NOW):
            self._run_cron()
            other = self.env["res.company"].create({"name": "Other"})
            self._run_cron()
        runs = self.Run.search([("company_id", "=", other.id)])
        self.assertEqual(len(runs), sum(BACK.values()))

    def test_an_indicator_of_one_company_is_measured_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.total.company_id = other
        with freeze_time(NOW):
            self._run_cron()
        self.assertFalse(self._runs(self.total))
        self.assertTrue(self.Run.search([("company_id", "=", other.id)]))

    def test_periods_end_in_the_days_of_the_company(self):
        """In Auckland July begins while it is June in Greenwich."""
        self.company.resource_calendar_id.tz = "Pacific/Auckland"
        with freeze_time("2030-06-30 13:00:00"):
            self._run_cron()
        self.assertTrue(self._runs(self.total, date_from="2030-07-01"))

    def test_thirty_cost_what_three_cost(self):
        months = [self._month(2020 + n // 12, n % 12 + 1) for n in range(34)]
        self.Run._ensure(self.total, self.company, months[33:])._bring_up_to_date()
        few = self.Run._ensure(self.total, self.company, months[:3])
        many = self.Run._ensure(self.total, self.company, months[3:33])
        costs = []
        for runs in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            runs._bring_up_to_date()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs)
        self.assertEqual(set(many.mapped("state")), {"closed"})

    def test_one_that_began_elsewhere_waits(self):
        """Where time is up, the rest is done by the next call."""
        calls = []
        self.patch(
            type(self.env["ir.cron"]),
            "_commit_progress",
            lambda *_args, **_kwargs: 60 if not calls else 0,
        )
        measure = type(self.Run)._measure_apart

        def count(runs):
            calls.append(runs)
            return measure(runs)

        self.patch(type(self.Run), "_measure_apart", count)
        with freeze_time(NOW):
            self.Run._cron_measure(batch=5)
            self.assertEqual(len(calls), 1)
            self.assertLess(len(self._runs(self.total).filtered("date_measured")), 5)


@tagged("post_install", "-at_install")
class TestMeasureNow(MeasuringCase):
    def test_at_once_for_who_looks(self):
        """A salesperson's report has the figures of now, and the others as well."""
        Run = self.Run.with_user(self.salesperson)
        self._customer("New", "2030-06-18", user_id=self.salesperson.id)
        with freeze_time(NOW):
            runs = Run._measure_now(self.company, "month", date(2030, 6, 19))
        self.assertEqual(len(runs), 2)
        figure = self._figure(self.total, self._month(2030, 6), user=self.salesperson)
        self.assertEqual(figure.value, 1)

    def test_what_is_fresh_is_not_measured_again(self):
        with freeze_time(NOW):
            self.Run._measure_now(self.company, "month", date(2030, 6, 19))
            self._customer("New", "2030-06-18")
            self.Run._measure_now(self.company, "month", date(2030, 6, 19))
            self.assertEqual(self._figure(self.total, self._month(2030, 6)).value, 0)
        with freeze_time("2030-06-19 12:15:00"):
            self.Run._measure_now(self.company, "month", date(2030, 6, 19))
        self.assertEqual(self._figure(self.total, self._month(2030, 6)).value, 1)

    def test_a_day_to_come_is_today(self):
        with freeze_time(NOW):
            today = fields.Date.today()
            runs = self.Run._measure_now(
                self.company, "week", today + timedelta(days=700)
            )
        self.assertEqual(max(runs.mapped("date_from")), date(2030, 6, 17))

    def test_what_is_closed_stays(self):
        may = self._month(2030, 5)
        with freeze_time(NOW):
            self.Run._measure_now(self.company, "month", date(2030, 6, 19))
            self._customer("Late", "2030-05-18")
            self.Run._measure_now(
                self.company, "month", date(2030, 6, 19), fresh_minutes=0
            )
        self.assertEqual(self._runs(self.total, date_from="2030-05-01").state, "closed")
        self.assertEqual(self._figure(self.total, may).value, 0)

    def test_the_button(self):
        self._customer("New", "2030-06-18")
        indicator = self.total.with_user(self.manager)
        with freeze_time(NOW):
            result = indicator.action_measure_now()
            self.assertEqual(result["params"]["type"], "success")
            self.assertEqual(indicator.current_text, "1")
