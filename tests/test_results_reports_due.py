"""When reports are due, and for whom: each period once."""

from datetime import date
from itertools import pairwise

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_playbook.models.results.report_words import tell_period

from .common import PROFILE_GROUPS
from .reports_common import ReportsCase

# A Monday.
MONDAY = "2026-03-09"
LAST_WEEK = (date(2026, 3, 2), date(2026, 3, 9))


@tagged("post_install", "-at_install")
class TestReportsDue(ReportsCase):
    def setUp(self):
        super().setUp()
        self._since("2026-01-01 00:00:00")

    def _due(self, report=None):
        found = (report or self.report)._find_due()
        return {
            user.login: (period.date_from, period.date_to)
            for user, _company, period in found
        }

    def test_weekly(self):
        with freeze_time(f"{MONDAY} 07:00:00"):
            self.assertEqual(self._due(), {"re_sales": LAST_WEEK})
        with freeze_time(f"{MONDAY} 06:59:00"):
            self.assertEqual(self._due()["re_sales"][0], date(2026, 2, 23))
        self.report.weekday = "4"
        self._since("2026-01-01 00:00:00")
        with freeze_time("2026-03-15 12:00:00"):
            self.assertEqual(self._due(), {"re_sales": LAST_WEEK})

    def test_by_the_clock_of_each_recipient(self):
        sellers = self.env["res.users"]
        for zone in ("Asia/Tokyo", "America/Bogota", "Pacific/Kiritimati"):
            sellers |= self._create_seller(zone.lower(), tz=zone)
        self._since("2026-01-01 00:00:00")
        self.report.user_ids = sellers
        with freeze_time(f"{MONDAY} 03:00:00"):
            # Noon in Tokyo, five in the afternoon there, and still Sunday in Bogotá.
            due = self._due()
            self.assertEqual(due["asia/tokyo"], LAST_WEEK)
            self.assertEqual(due["pacific/kiritimati"], LAST_WEEK)
            self.assertEqual(due["america/bogota"][1], date(2026, 3, 2))
        with freeze_time(f"{MONDAY} 12:30:00"):
            self.assertEqual(self._due()["america/bogota"], LAST_WEEK)

    def test_when_the_clocks_change(self):
        self.salesperson.tz = "Europe/Madrid"
        self.report.write({"frequency": "daily", "send_hour": 2.5})
        self._since("2026-01-01 00:00:00")
        # Half past two is not there in the night to 29 March 2026, a Sunday.
        with freeze_time("2026-03-30 00:30:00"):
            due = self._due()
        self.assertEqual(due["re_sales"], (date(2026, 3, 27), date(2026, 3, 30)))

    def test_daily_on_working_days(self):
        self.report.write({"frequency": "daily", "send_hour": 8})
        self._since("2026-01-01 00:00:00")
        with freeze_time("2026-03-14 12:00:00"):
            # On Saturday, that of Friday, which tells of Thursday.
            self.assertEqual(self._due()["re_sales"][0], date(2026, 3, 12))
        with freeze_time("2026-03-16 12:00:00"):
            # On Monday, of Friday and of the days on which nobody works.
            (row,) = self.report._claim()
            period = row._get_period()
            self.assertEqual(row.date_from, date(2026, 3, 13))
            self.assertEqual(row.date_to, date(2026, 3, 16))
            told = tell_period(self.env, period)
            self.assertRegex(told, "Fri, Mar 13.–.Sun, Mar 15, 2026")
        self.assertEqual((period.kind, period.figures_from), ("week", date(2026, 3, 9)))
        self.assertEqual(period.last_day, date(2026, 3, 15))
        with freeze_time("2026-03-17 12:00:00"):
            self.assertEqual(
                self._due()["re_sales"], (date(2026, 3, 16), date(2026, 3, 17))
            )

    def test_no_day_is_left_out(self):
        self.report.write({"frequency": "daily", "send_hour": 8})
        self._since("2026-01-01 00:00:00")
        told = []
        for day in range(2, 30):
            with freeze_time(f"2026-03-{day:02} 12:00:00"):
                told += self.report._claim()
        self.assertEqual(len(told), 20)
        for before, row in pairwise(told):
            self.assertEqual(before.date_to, row.date_from)

    def test_a_daily_one_at_once(self):
        self.report.write({"frequency": "daily", "send_hour": 8})
        with freeze_time("2026-03-14 12:00:00"):
            row = self.report.with_user(self.salesperson)._prepare_for_me()
            self.assertEqual(row.date_to, date(2026, 3, 14))
        with freeze_time("2026-03-16 12:00:00"):
            again = self.report.with_user(self.salesperson)._prepare_for_me()
        self.assertEqual(again, row)
        self.assertEqual(row._get_period()[1:3], (date(2026, 3, 13), date(2026, 3, 16)))
        # What a link in it opens.
        company = self.report._get_company_of(self.salesperson)
        period = self.report._get_period_from(row.date_from, company)
        self.assertEqual(period, row._get_period())

    def test_monthly_and_quarterly(self):
        self.report.write({"frequency": "monthly", "day_of_month": 31})
        self._since("2025-01-01 00:00:00")
        with freeze_time("2026-02-28 07:00:00"):
            self.assertEqual(
                self._due()["re_sales"], (date(2026, 1, 1), date(2026, 2, 1))
            )
        with freeze_time("2026-02-27 12:00:00"):
            self.assertEqual(self._due()["re_sales"][0], date(2025, 12, 1))
        self.report.write({"frequency": "quarterly", "day_of_month": 4})
        self._since("2025-01-01 00:00:00")
        with freeze_time("2026-04-04 07:00:00"):
            self.assertEqual(
                self._due()["re_sales"], (date(2026, 1, 1), date(2026, 4, 1))
            )
        with freeze_time("2026-04-03 07:00:00"):
            self.assertEqual(self._due()["re_sales"][0], date(2025, 10, 1))

    def test_nothing_from_before_it_was_switched_on(self):
        self._since(f"{MONDAY} 07:30:00")
        with freeze_time("2026-03-15 12:00:00"):
            self.assertEqual(self._due(), {})
        with freeze_time("2026-03-16 07:00:00"):
            self.assertEqual(self._due()["re_sales"][0], date(2026, 3, 9))

    def test_another_schedule_begins_anew(self):
        with freeze_time("2026-03-11 12:00:00"):
            self.assertTrue(self._due())
            self.report.frequency = "monthly"
            self.assertEqual(self._due(), {})
            self.report.name = "Another name"
            self.report.frequency = "weekly"
            self.report.action_pause()
            self.report.action_activate()
        with freeze_time("2026-03-15 12:00:00"):
            self.assertEqual(self._due(), {})
        with freeze_time("2026-03-16 12:00:00"):
            self.assertTrue(self._due())
            self.report.state = "paused"
            self.assertEqual(self._due(), {})

    def test_who_came_later_gets_the_next(self):
        self._since("2026-01-01 00:00:00")
        with freeze_time("2026-03-11 12:00:00"):
            seller = self._create_seller("re_later")
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_users SET create_date = '2026-03-10' WHERE id = %s",
                [seller.id],
            )
            seller.invalidate_recordset()
            self.report.user_ids |= seller
            self.assertNotIn("re_later", self._due())

    def test_who_is_added_gets_the_next(self):
        with freeze_time(f"{MONDAY} 07:05:00"):
            self._send()
        self.report.user_ids |= self.manager
        with freeze_time("2026-03-11 12:00:00"):
            self.assertEqual(set(self._due()), {"re_sales"})
        with freeze_time(f"{MONDAY} 12:00:00"):
            self.assertIn(self.manager.login, self._due())
        with freeze_time("2026-03-16 07:05:00"):
            self.assertIn(self.manager.login, self._due())

    def test_recipients(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        self.report.profile_ids = profile
        self.report.user_ids = self.salesperson | self.manager
        recipients = self.report._get_recipients()
        self.assertIn(self.manager, recipients)
        self.assertEqual(len(recipients), len(set(recipients.ids)))
        self.salesperson.active = False
        self.assertNotIn(self.salesperson, self.report._get_recipients())
        other = self.env["res.company"].create({"name": "Reports other"})
        self.report.company_id = other
        self.assertNotIn(self.manager, self.report._get_recipients())
        self.manager.company_ids |= other
        self.assertIn(self.manager, self.report._get_recipients())
        self.assertEqual(self.report._get_company_of(self.manager), other)
        self.report.company_id = False
        self.assertEqual(self.report._get_company_of(self.manager), self.company)

    def test_nobody_without_a_profile(self):
        nobody = new_test_user(self.env, "re_nobody", "base.group_user")
        with self.assertRaisesRegex(ValidationError, "re_nobody"):
            self.report.user_ids |= nobody
        leaver = self._create_seller("re_leaver")
        self.report.user_ids = leaver
        leaver.group_ids = self.env.ref("base.group_user")
        self.assertNotIn(leaver, self.report._get_recipients())

    def test_many_recipients_cost_as_much_as_few(self):
        sellers = [self._create_seller(f"re_many_{number}") for number in range(30)]
        everybody = self.env["res.users"].union(*sellers)
        few = everybody[:3]

        def count(people):
            self.report.user_ids = [Command.set(people.ids)]
            self.Delivery.search([]).unlink()
            self._since("2026-01-01 00:00:00")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(f"{MONDAY} 07:00:00"):
                self.assertEqual(len(self.report._claim()), len(people))
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(few)
        self.assertLessEqual(count(everybody), count(few) + 2)


@tagged("post_install", "-at_install")
class TestReportsClaim(ReportsCase):
    def setUp(self):
        super().setUp()
        self._since("2026-01-01 00:00:00")

    def test_once(self):
        with freeze_time(f"{MONDAY} 07:05:00"):
            row = self._send()
            self.assertEqual(row.user_id, self.salesperson)
            self.assertEqual((row.date_from, row.date_to), LAST_WEEK)
            self.assertEqual(row.state, "queued")
            self.assertFalse(self._send())
            self.report.send_hour = 9
        with freeze_time(f"{MONDAY} 09:05:00"):
            self.assertFalse(self._send())
        self.assertEqual(len(self.rendering.made), 1)

    def test_of_what_was_missed_the_last_alone(self):
        with freeze_time(f"{MONDAY} 07:05:00"):
            first = self._send()
        with freeze_time("2026-03-31 15:00:00"):
            last = self._send()
            self.assertFalse(self._send())
        self.assertEqual(last.date_from, date(2026, 3, 23))
        rows = self.Delivery.search([("report_id", "=", self.report.id)])
        self.assertEqual(first | last, rows)

    def test_what_waits_is_overtaken(self):
        with freeze_time(f"{MONDAY} 07:05:00"):
            waiting = self.report._claim()
        with freeze_time("2026-03-16 07:05:00"):
            new = self._send()
        self.assertEqual(waiting.state, "skipped")
        self.assertIn("next one", waiting.error)
        self.assertEqual(new.state, "queued")

    def test_one_that_fails_stops_no_other(self):
        broken = self._create_report("Broken", self.manager)
        self._since("2026-01-01 00:00:00", broken)
        find_due = type(self.Report)._find_due

        def fail(report):
            if report == broken:
                raise ZeroDivisionError
            return find_due(report)

        self.patch(type(self.Report), "_find_due", fail)
        logger = "odoo.addons.crm_playbook.models.results.playbook_report_run"
        with freeze_time(f"{MONDAY} 07:05:00"), mute_logger(logger):
            self.assertEqual(self._send().report_id, self.report)

    def test_shipped_reports_are_for_their_profiles(self):
        marketing = new_test_user(
            self.env, "re_marketing", PROFILE_GROUPS["marketing"], email="x@y.z"
        )
        reports = self.Report.search([("state", "=", "paused")])
        self.assertEqual(len(reports), 5)
        self.assertFalse(reports.filtered("missing"))
        mine = reports.filtered(lambda each: marketing in each._get_recipients())
        self.assertEqual(mine, self.env.ref("crm_playbook.report_marketing"))
