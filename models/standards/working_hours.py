"""Working hours of companies: counted in Python, from one reading of the calendar."""

from bisect import bisect_right
from datetime import timedelta
from itertools import islice

import pytz

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MARGIN = timedelta(days=90)
# Nobody promises more.
FARTHEST = timedelta(days=730)


class WorkingHours:
    """The working time of a calendar, public holidays left out; without a calendar, or
    where that has no hours, all time is.

    Moments are naive UTC. It is read again only where more of it is asked for.

    :param calendar: a ``resource.calendar``, read past the rules; may be empty.
    """

    def __init__(self, calendar):
        self.calendar = calendar
        self.always = not calendar.attendance_ids
        self.begin = self.end = None
        self.spans, self.ends = [], []

    def know(self, begin, end):
        """Know the working time from ``begin`` to ``end``."""
        if self.always or (self.begin and self.begin <= begin and end <= self.end):
            return
        # Far more than is asked for: what is asked next is near.
        begin, end = begin - MARGIN, end + MARGIN
        self.begin = min(begin, self.begin or begin)
        self.end = max(end, self.end or end)
        intervals = self.calendar._work_intervals_batch(
            pytz.utc.localize(self.begin - DAY), pytz.utc.localize(self.end + DAY)
        )[False]
        self.spans = [
            tuple(
                moment.astimezone(pytz.utc).replace(tzinfo=None)
                for moment in interval[:2]
            )
            for interval in intervals
        ]
        self.ends = [end for _begin, end in self.spans]

    def add(self, moment, hours):
        """The moment at which ``hours`` of work after ``moment`` are over."""
        left, reach = timedelta(hours=hours), WEEK * (1 + hours // 20)
        if self.always:
            return moment + left
        while reach < 2 * FARTHEST:
            self.know(moment, moment + reach)
            found = self._find(moment, left)
            if found:
                return found
            reach *= 2
        return moment + left

    def _find(self, moment, left):
        for begin, end in self._after(moment):
            begin = max(begin, moment)
            if end - begin >= left:
                return begin + left
            left -= end - begin
        return None

    def _after(self, moment):
        """What ends after ``moment``."""
        at = bisect_right(self.ends, moment)
        return islice(self.spans, at, None)

    def between(self, begin, end):
        """How many hours of work there are from ``begin`` to ``end``."""
        if end <= begin:
            return 0.0
        if self.always:
            return (end - begin).total_seconds() / 3600
        self.know(begin, end)
        total = timedelta()
        for first, last in self._after(begin):
            if first >= end:
                break
            total += min(last, end) - max(first, begin)
        return total.total_seconds() / 3600
