from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

WEEK = 7
TOMORROW, NEXT_WEEK = "tomorrow", "next_week"


class PlaybookDay(models.AbstractModel):
    """Days, as the current user has them."""

    _inherit = "playbook.day"

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.model
    def _local_day(self, moment):
        """The user's day of a moment in UTC."""
        return fields.Datetime.context_timestamp(self, moment).date()

    @api.model
    def _begin_of(self, day):
        """The moment, in naive UTC, in which ``day`` begins for the user."""
        local = self.env.tz.localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _begin_of_month(self):
        return self._begin_of(self._today().replace(day=1))

    @api.model
    def _get_working_day(self, day):
        """``day``, or the next one on which the company works."""
        weekdays = self._get_weekdays()
        for later in range(WEEK):
            candidate = day + timedelta(days=later)
            if candidate.weekday() in weekdays:
                return candidate
        return day

    @api.model
    def _get_weekdays(self):
        """On which days of the week, Monday being 0, the company works."""
        # Which days the company works is no secret.
        calendar = self.env.company.sudo().resource_calendar_id
        rows = calendar.attendance_ids._read_group(
            [("calendar_id", "=", calendar.id)], ["dayofweek"]
        )
        return {int(weekday) for (weekday,) in rows}

    @api.model
    def _get_tomorrow(self):
        return self._get_working_day(self._today() + timedelta(days=1))

    @api.model
    def _get_next_week(self):
        today = self._today()
        return self._get_working_day(today + timedelta(days=WEEK - today.weekday()))

    @api.model
    def _get_postpone_choices(self):
        """What the screen offers besides picking a day."""
        tomorrow, next_week = self._get_tomorrow(), self._get_next_week()
        is_tomorrow = tomorrow == self._today() + timedelta(days=1)
        choices = [
            (
                TOMORROW,
                self.env._("Tomorrow")
                if is_tomorrow
                else self.env._("Next working day"),
                tomorrow,
            ),
            (NEXT_WEEK, self.env._("Next week"), next_week),
        ]
        return [
            {"when": when, "label": label, "day": self._format_day(date)}
            for when, label, date in choices
        ]

    @api.model
    def _get_postpone_date(self, when):
        """The day that the screen means by ``when``."""
        if when == TOMORROW:
            return self._get_tomorrow()
        if when == NEXT_WEEK:
            return self._get_next_week()
        try:
            date = fields.Date.to_date(when) if isinstance(when, str) else None
        except ValueError:
            date = None
        if not date or date <= self._today():
            raise UserError(
                self.env._("Nothing can be postponed to this day: choose a later one.")
            )
        return date

    @api.model
    def _format_day(self, date):
        return format_date(self.env, date, date_format="EEE d MMM")

    @api.model
    def _get_day_words(self, days):
        """How long ago something was due."""
        if not days:
            return self.env._("Today")
        if days == 1:
            return self.env._("Yesterday")
        return self.env._("%(days)s days late", days=days)

    @api.model
    def _get_postponed_words(self, date):
        return self.env._("Postponed to %(day)s.", day=self._format_day(date))
