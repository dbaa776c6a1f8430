"""When a scheduled report is due, of which period it tells, and who gets it."""

from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .playbook_report import ACTIVE, USER
from .report_periods import (
    DAILY,
    QUARTER,
    QUARTERLY,
    WEEKLY,
    report_period_of,
)

# Within so many days every company works once.
LOOK_BACK = 14


class PlaybookReport(models.Model):
    _inherit = "playbook.report"

    # ------------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------------

    def _get_recipients(self):
        """Who gets it: the members of its profiles and those named, who still work
        here with a profile, in its company.
        """
        self.ensure_one()
        # Who is in a profile is no secret, and is needed to reach them.
        report = self.sudo()
        people = report.user_ids | report.profile_ids.group_id.all_user_ids
        group = self.env.ref(USER).sudo()  # as above
        members = group.all_user_ids
        return people.filtered(
            lambda user: user.active
            and user in members
            and not user.share
            and (not report.company_id or report.company_id in user.company_ids)
        ).sorted("id")

    def _get_company_of(self, user):
        """Whose figures ``user`` gets in it."""
        self.ensure_one()
        # Where a colleague works is no secret.
        return (self.company_id or user.sudo().company_id).sudo()

    @api.model
    def _get_zone_of(self, user, company):
        """By whose clock ``user`` reads: their own, else the company's."""
        return user.tz or self.env["playbook.segment"]._get_time_zone(company)

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _get_last_due(self, now, company):
        """When it was due last.

        :param now: what the clock of the recipient shows, without a zone.
        :param company: in which they work, for a daily one.
        :return: the moment by that clock and the period that it tells of.
        """
        self.ensure_one()
        day = self._get_last_day(now, company)
        if self.frequency == DAILY:
            return self._at_hour(day), self._get_daily_period(day, company)
        if self.frequency == WEEKLY:
            told = day - timedelta(weeks=1)
        else:
            told = day.replace(day=1) - timedelta(days=1)
        return self._at_hour(day), report_period_of(self.frequency, told)

    def _at_hour(self, day):
        return datetime.combine(day, time()) + timedelta(
            minutes=round(self.send_hour * 60)
        )

    def _get_last_day(self, now, company):
        today = now.date()
        if self.frequency == DAILY:
            days = (today - timedelta(days=back) for back in range(LOOK_BACK))
            days = [day for day in days if self._at_hour(day) <= now]
            return self._find_working_day(days, company)
        if self.frequency == WEEKLY:
            back = (today.weekday() - int(self.weekday or 0)) % 7
            day = today - timedelta(days=back)
            return day if self._at_hour(day) <= now else day - timedelta(weeks=1)
        first, length = today.replace(day=1), relativedelta(months=1)
        if self.frequency == QUARTERLY:
            first = report_period_of(QUARTERLY, today).date_from
            length = relativedelta(months=QUARTER)
        # Beyond the end of a month it is the last day.
        day = first + relativedelta(day=self.day_of_month)
        if self._at_hour(day) > now:
            day = first - length + relativedelta(day=self.day_of_month)
        return day

    @api.model
    def _find_working_day(self, days, company):
        """The first of ``days`` on which the company works; where it works on none,
        the first.
        """
        calendar = company.resource_calendar_id
        if not calendar.attendance_ids:
            return days[0]
        return next((day for day in days if calendar._works_on_date(day)), days[0])

    @api.model
    def _get_daily_period(self, day, company):
        """What a daily one tells of that is due on ``day``: all days since the last
        working day, of which the one before has not told.
        """
        yesterday = day - timedelta(days=1)
        days = [yesterday - timedelta(days=back) for back in range(LOOK_BACK)]
        first = self._find_working_day(days, company)
        return report_period_of(DAILY, yesterday, first)

    def _get_period_from(self, first, company):
        """What it tells of where ``first`` is the first day of that."""
        self.ensure_one()
        if self.frequency != DAILY:
            return report_period_of(self.frequency, first)
        days = [first + timedelta(days=on) for on in range(1, LOOK_BACK)]
        due = self._find_working_day(days, company)
        return report_period_of(DAILY, due - timedelta(days=1), first)

    def _get_last_period(self, user):
        """The last period that is over, of which it would tell ``user`` now."""
        self.ensure_one()
        company = self._get_company_of(user)
        today = self._get_clock(self._get_zone_of(user, company)).date()
        if self.frequency == DAILY:
            return self._get_daily_period(today, company)
        current = report_period_of(self.frequency, today)
        return report_period_of(self.frequency, current.date_from - timedelta(days=1))

    @api.model
    def _get_clock(self, zone):
        """What the clock shows there, without a zone."""
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(pytz.timezone(zone)).replace(tzinfo=None)

    @api.model
    def _to_clock(self, moment, zone):
        moment = pytz.utc.localize(moment)
        return moment.astimezone(pytz.timezone(zone)).replace(tzinfo=None)

    def _find_due(self):
        """For whom it was due last, and of which period it tells them.

        Nothing is due that was so before it was switched on, or before who gets it was
        here. Who never got it, while others did, is new among them: what was due more
        than a day ago is not theirs.

        :return: a list of tuples of a user, a company and a ``ReportPeriod``.
        """
        self.ensure_one()
        if self.state != ACTIVE or not self.active or not self.date_activated:
            return []
        found, known = [], {}
        readers = self._find_readers()
        for user in self._get_recipients():
            company = self._get_company_of(user)
            zone = self._get_zone_of(user, company)
            if (zone, company) not in known:
                clock = self._get_clock(zone)
                known[zone, company] = self._get_last_due(clock, company)
            moment, period = known[zone, company]
            since = max(self.date_activated, user.create_date)
            if readers and user.id not in readers:
                since = max(since, fields.Datetime.now() - timedelta(days=1))
            if self._to_clock(since, zone) <= moment:
                found.append((user, company, period))
        return found

    def _find_readers(self):
        """The ids of those for whom it was due before."""
        ledger = self.env["playbook.report.delivery"]
        groups = ledger._read_group(
            [("report_id", "=", self.id), ("on_demand", "=", False)], ["user_id"]
        )
        return {user.id for (user,) in groups}
