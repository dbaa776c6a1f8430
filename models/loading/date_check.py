"""Whether the dates of a line can be."""

import pytz

from odoo import fields

from .targets import CREATED

LATEST_FIRST = (
    (CREATED, "date_closed"),
    (CREATED, "date_open"),
    (CREATED, "date_last_stage_update"),
)
# In this order they are told.
PAST = ("date_done", CREATED, "date_open", "date_last_stage_update", "date_closed")


class DateCheck:
    """Base of who reads lines: has an ``env``, ``places``, a ``zone``, ``today``."""

    def _check(self, values, told):
        """Whether the dates can be."""
        days = {name: self._get_day(values[name]) for name in PAST if values.get(name)}
        today = self._get_day(fields.Datetime.to_string(self.today))
        for earlier, later in LATEST_FIRST:
            if earlier in days and later in days and days[later] < days[earlier]:
                told.append(
                    self.env._(
                        "“%(earlier)s” (%(first)s) is after “%(later)s” (%(second)s).",
                        earlier=self.places[earlier].label,
                        first=days[earlier],
                        later=self._label(later),
                        second=days[later],
                    )
                )
        for name, day in days.items():
            if day > today:
                told.append(
                    self.env._(
                        "“%(field)s” (%(date)s) has not come yet.",
                        field=self.places[name].label,
                        date=day,
                    )
                )

    def _get_day(self, moment):
        """The day on which a moment is for who loads: some columns tell no hour."""
        moment = pytz.utc.localize(fields.Datetime.to_datetime(moment))
        return str(moment.astimezone(self.zone).date())

    def _label(self, name):
        return self.places[name].label if name in self.places else name
