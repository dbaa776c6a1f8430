"""Weeks and months: where they begin and end, in the days of a company."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz
from dateutil.relativedelta import relativedelta

WEEK, MONTH = "week", "month"
KINDS = [(WEEK, "Week"), (MONTH, "Month")]
LENGTHS = {WEEK: relativedelta(weeks=1), MONTH: relativedelta(months=1)}


class Period(NamedTuple):
    """A week (from Monday) or a month: its first day, and the first day after it."""

    kind: str
    date_from: object
    date_to: object


def period_of(kind, day):
    """The period of that kind in which ``day`` lies."""
    if kind == WEEK:
        first = day - timedelta(days=day.weekday())
    else:
        first = day.replace(day=1)
    return Period(kind, first, first + LENGTHS[kind])


def periods_back(kind, day, count):
    """The period of ``day`` and those before it, ``count`` in all, newest first."""
    current = period_of(kind, day)
    return [
        period_of(kind, current.date_from - LENGTHS[kind] * back)
        for back in range(count)
    ]


def to_moment(day, zone):
    """When ``day`` begins in the time zone, in UTC without zone, as Odoo stores it."""
    midnight = datetime.combine(day, time())
    local = pytz.timezone(zone).localize(midnight)
    return local.astimezone(pytz.utc).replace(tzinfo=None)
