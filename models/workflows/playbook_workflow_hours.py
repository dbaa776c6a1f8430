"""Working days and quiet hours: when what is due may be done."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_workflow import STALE

ALWAYS = None
# Further than this nobody looks for a working day.
FARTHEST_DAYS = 3700


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

    def _get_zones(self):
        """The time zone of each company, by id."""
        return {
            company_id: pytz.timezone(calendar.tz or "UTC")
            for company_id, calendar in self._get_calendars().items()
        }

    # ------------------------------------------------------------------
    # Working days
    # ------------------------------------------------------------------

    @api.model
    def _get_holidays(self, calendar, first, last):
        """The days, from ``first`` to ``last``, on which nobody works at all."""
        # As above.
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("calendar_id", "in", [False, calendar.id]),
                    ("company_id", "in", [False, calendar.company_id.id]),
                    ("date_from", "<", datetime.combine(last, time.max)),
                    ("date_to", ">", datetime.combine(first, time.min)),
                ]
            )
        )
        zone = pytz.timezone(calendar.tz or "UTC")
        days = set()
        for leave in leaves:
            begin, end = (
                pytz.utc.localize(moment).astimezone(zone)
                for moment in (leave.date_from, leave.date_to)
            )
            day = begin.date()
            # What begins or ends in the middle of a day leaves that a working day.
            if begin.time() > time(12):
                day += timedelta(days=1)
            while day < end.date() or (day == end.date() and end.time() >= time(12)):
                days.add(day)
                day += timedelta(days=1)
        return days

    @api.model
    def _count_working_days(self, calendar, start, count, direction):
        """The day that is ``count`` working days after or before ``start``.

        :param direction: 1 or -1.
        """
        if not calendar.attendance_ids:
            return start + timedelta(days=direction * count)
        farthest = start + timedelta(days=direction * (count * 3 + 60))
        holidays = self._get_holidays(calendar, *sorted((start, farthest)))
        day = start
        for _step in range(FARTHEST_DAYS):
            if count <= 0:
                break
            day += timedelta(days=direction)
            if day not in holidays and calendar._works_on_date(day):
                count -= 1
        return day

    def _is_working_day(self, calendar, day):
        if not calendar.attendance_ids:
            return True
        return calendar._works_on_date(day) and day not in self._get_holidays(
            calendar, day, day
        )

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
        now = pytz.utc.localize(fields.Datetime.now())
        return {
            (company_id, days): self._count_working_days(
                calendar,
                now.astimezone(pytz.timezone(calendar.tz or "UTC")).date(),
                days,
                -1,
            )
            for company_id, calendar in self._get_calendars().items()
            for days in wanted
        }

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
        for company_id, calendar in self._get_calendars().items():
            zone = pytz.timezone(calendar.tz or "UTC")
            local = pytz.utc.localize(now).astimezone(zone)
            if step.delay_unit == "working":
                day = self._count_working_days(calendar, local.date(), step.delay, 1)
            else:
                day = local.date() + timedelta(days=step.delay)
            # The same time of that day, whatever the clocks did in between.
            naive = datetime.combine(day, local.time())
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
            return ALWAYS
        now = pytz.utc.localize(fields.Datetime.now())
        awake = [
            company_id
            for company_id, calendar in self._get_calendars().items()
            if self._is_awake(calendar, now)
        ]
        return SQL("COALESCE(company.id = ANY(%s), TRUE)", awake)

    def _is_awake(self, calendar, now):
        local = now.astimezone(pytz.timezone(calendar.tz or "UTC"))
        if self.working_days_only and not self._is_working_day(calendar, local.date()):
            return False
        hour = local.hour + local.minute / 60
        begin, end = self.quiet_from, self.quiet_to
        if begin <= end:
            return not begin <= hour < end
        return end <= hour < begin
