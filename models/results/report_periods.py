"""What a scheduled report tells of: a day, week, month or quarter that is over."""

from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .periods import LENGTHS, MONTH, WEEK, period_of

DAILY, WEEKLY, MONTHLY, QUARTERLY = "daily", "weekly", "monthly", "quarterly"
FREQUENCIES = [
    (DAILY, "Every day"),
    (WEEKLY, "Every week"),
    (MONTHLY, "Every month"),
    (QUARTERLY, "Every quarter"),
]
QUARTER = 3


class ReportPeriod(NamedTuple):
    """What a report tells of.

    :param date_from: its first day.
    :param date_to: the first day after it.
    :param kind: of the periods whose figures it shows, weeks or months.
    :param figures_from: the first day of the first of them.
    :param figures_to: the first day after the last: those of days are those of the
        week in which the last of them lies, as far as that goes.
    """

    frequency: str
    date_from: object
    date_to: object
    kind: str
    figures_from: object
    figures_to: object

    @property
    def before(self):
        """The first day of the figures to compare with, and the first day after."""
        if self.frequency == QUARTERLY:
            return self.figures_from - relativedelta(months=QUARTER), self.figures_from
        return self.figures_from - LENGTHS[self.kind], self.figures_from

    @property
    def last_day(self):
        return self.date_to - timedelta(days=1)


def report_period_of(frequency, day, first=None):
    """What a report of that frequency tells of, that tells of ``day``.

    :param first: of a daily one that tells of some days together, the first of them;
        ``day`` is the last.
    """
    if frequency == DAILY:
        week = period_of(WEEK, day)
        after = day + timedelta(days=1)
        return ReportPeriod(frequency, first or day, after, *week)
    if frequency == QUARTERLY:
        first = day.replace(month=day.month - (day.month - 1) % QUARTER, day=1)
        days = first, first + relativedelta(months=QUARTER)
        return ReportPeriod(frequency, *days, MONTH, *days)
    period = period_of(WEEK if frequency == WEEKLY else MONTH, day)
    days = period.date_from, period.date_to
    return ReportPeriod(frequency, *days, period.kind, *days)
