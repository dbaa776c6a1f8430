"""Working days and quiet hours: when what is due may be done."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_workflow import STALE


def farthest(count):
    """Within so many days there are ``count`` working days, whatever the holidays."""
    return count * 3 + 60


def zone_of(calendar):
    return pytz.timezone(calendar.tz or "UTC")


def local(moment, calendar):
    """The moment (naive UTC) as the clock shows it where ``calendar`` is."""
    return pytz.utc.localize(moment).astimezone(zone_of(calendar))


def _days_of(leave, zone):
    """The days that ``leave`` takes whole; half a day leaves that a working day."""
    begin, end = (
        pytz.utc.localize(moment).astimezone(zone)
        for moment in (leave.date_from, leave.date_to)
    )
    day = begin.date()
    if begin.time() > time(12):
        day += timedelta(days=1)
    while day < end.date() or (day == end.date() and end.time() >= time(12)):
        yield day
        day += timedelta(days=1)


class PlaybookWorkflow(models.Model):
    """Days are those of the record's company, in the time zone of its working hours:
    also when the clocks change.
    """

    _inherit = "playbook.workflow"

    def _get_calendars(self):
        """The working hours that count for each company: from its id to a calendar.

        A company that has none keeps no working days: there every day is one.
        """
        # When people work is no secret; the companies may not be this user's.
        Company, own = self.env["res.company"].sudo(), self.calendar_id.sudo()
        companies = Company.browse(self.company_id.ids)
        if not companies:
            companies = Company.search([("active", "=", True)])
        return {
            company.id: own or company.resource_calendar_id for company in companies
        }

    # ------------------------------------------------------------------
    # Working days
    # ------------------------------------------------------------------

    def _get_holidays(self, calendars, first, last):
        """The days, from ``first`` to ``last``, on which nobody works at all.

        :return: sets of days, by calendar.
        """
        # When people work is no secret.
        Leave = self.env["resource.calendar.leaves"].sudo()
        leaves = Leave.search(
            [
                ("resource_id", "=", False),
                ("calendar_id", "in", [False, *calendars.ids]),
                ("date_from", "<", datetime.combine(last, time.max)),
                ("date_to", ">", datetime.combine(first, time.min)),
            ]
        )
        return {
            calendar: {
                day
                for leave in leaves
                if leave.calendar_id in (calendar, calendar.browse())
                and leave.company_id in (calendar.company_id, leave.company_id.browse())
                for day in _days_of(leave, zone_of(calendar))
            }
            for calendar in calendars
        }

    @api.model
    def _count_working_days(self, calendar, start, count, direction, holidays):
        """The day that is ``count`` working days after or before ``start``.

        :param direction: 1 or -1.
        :param holidays: as of :meth:`_get_holidays`, :func:`farthest` around ``start``.
        """
        day = start
        if not calendar.attendance_ids:
            return day + timedelta(days=direction * count)
        for _step in range(farthest(count)):
            if count <= 0:
                break
            day += timedelta(days=direction)
            if day not in holidays[calendar] and calendar._works_on_date(day):
                count -= 1
        return day

    @api.model
    def _is_working_day(self, calendar, day, holidays):
        if not calendar.attendance_ids:
            return True
        return calendar._works_on_date(day) and day not in holidays[calendar]

    def _get_working_cutoffs(self):
        """The last day that is so many working days ago, for whom counts in those.

        :return: None, or a dictionary as of :func:`.trigger_sql.days_passed`.
        """
        if self.count_days != "working":
            return None
        wanted = {self.delay_days}
        if self.trigger == STALE:
            # Stages are no secret.
            Stage = self.env["crm.stage"].sudo()
            stages = Stage.search([("rotting_threshold_days", ">", 0)])
            wanted |= set(stages.mapped("rotting_threshold_days"))
        calendars, now = self._get_calendars(), fields.Datetime.now()
        holidays = self._get_holidays_around(calendars, now, max(wanted))
        return {
            (company_id, days): self._count_working_days(
                calendar, local(now, calendar).date(), days, -1, holidays
            )
            for company_id, calendar in calendars.items()
            for days in wanted
        }

    def _get_holidays_around(self, calendars, now, count):
        """As :meth:`_get_holidays`, for ``count`` working days before or after now."""
        span = timedelta(days=farthest(count) + 1)
        every = self.env["resource.calendar"].union(*calendars.values())
        return self._get_holidays(every, (now - span).date(), (now + span).date())

    # ------------------------------------------------------------------
    # When a step is due
    # ------------------------------------------------------------------

    def _get_due_dates(self, step, now):
        """When ``step`` is due after what was done ``now``: by company, and otherwise.

        :return: a dictionary from a company's id to a moment (naive UTC); the key None
            is for records of no company.
        """
        if step.delay_unit == "hours":
            return {None: now + timedelta(hours=step.delay)}
        due = {None: now + timedelta(days=step.delay)}
        calendars, working = self._get_calendars(), step.delay_unit == "working"
        holidays = working and self._get_holidays_around(calendars, now, step.delay)
        for company_id, calendar in calendars.items():
            moment = local(now, calendar)
            day = moment.date() + timedelta(days=step.delay)
            if working:
                day = self._count_working_days(
                    calendar, moment.date(), step.delay, 1, holidays
                )
            # The same time of that day, whatever the clocks did in between.
            naive, zone = datetime.combine(day, moment.time()), zone_of(calendar)
            moment = zone.normalize(zone.localize(naive)).astimezone(pytz.utc)
            due[company_id] = moment.replace(tzinfo=None)
        return due

    def _due_date_sql(self, step, now):
        """As :meth:`_get_due_dates`, for the row ``company``."""
        due = self._get_due_dates(step, now)
        otherwise = due.pop(None)
        if not due:
            return SQL("%s::timestamp", otherwise)
        cases = [
            SQL("WHEN %s THEN %s::timestamp", company_id, moment)
            for company_id, moment in due.items()
        ]
        return SQL(
            "(CASE company.id %s ELSE %s::timestamp END)",
            SQL(" ").join(cases),
            otherwise,
        )

    # ------------------------------------------------------------------
    # At what hours
    # ------------------------------------------------------------------

    def _awake_sql(self):
        """Whether the row ``company`` is in its hours now; None: it always is."""
        quiet = self.quiet_from != self.quiet_to
        if not quiet and not self.working_days_only:
            return None
        calendars, now = self._get_calendars(), fields.Datetime.now()
        holidays = self._get_holidays_around(calendars, now, 0)
        awake = [
            company_id
            for company_id, calendar in calendars.items()
            if self._is_awake(calendar, local(now, calendar), holidays)
        ]
        return SQL("COALESCE(company.id = ANY(%s), TRUE)", awake)

    def _is_awake(self, calendar, moment, holidays):
        """:param moment: the local time."""
        working = self._is_working_day(calendar, moment.date(), holidays)
        if self.working_days_only and not working:
            return False
        hour = moment.hour + moment.minute / 60
        begin, end = self.quiet_from, self.quiet_to
        if begin <= end:
            return not begin <= hour < end
        return end <= hour < begin
