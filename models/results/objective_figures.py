"""Figures of objectives: months that were measured, put together and compared."""

from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MONTH = relativedelta(months=1)
# With less behind a figure, chance moves it.
LEAST = 10


class Month(NamedTuple):
    """A measured month of one scope.

    :param over: whether it was measured after its end.
    :param estimated: measured afterwards.
    :param closed: whether what is entered late changes it no more.
    """

    numerator: float
    denominator: float
    over: bool
    estimated: bool
    closed: bool = False


class Sum(NamedTuple):
    """Months together.

    :param denominator: of a ratio; else how many months.
    :param date_to: the first day after them.
    """

    value: float
    numerator: float
    denominator: float
    date_from: date
    date_to: date
    estimated: bool


class Series(NamedTuple):
    """The months of an indicator in a scope.

    :param kind: of the indicator: ``ratio``, ``percent`` (a ratio too) or ``number``.
    :param months: from first days to :class:`Month`.
    """

    kind: str
    months: dict

    def sum(self, last, count):
        """``count`` months together, of which ``last`` is the first day of the newest;
        those that were not measured are left out.

        :return: :class:`Sum`; None where the newest was not measured, or nothing was
            counted of which there could be a share.
        """
        if last not in self.months:
            return None
        first = last - relativedelta(months=count - 1)
        days = [day for day in sorted(self.months) if first <= day <= last]
        used = [self.months[day] for day in days]
        numerator = sum(month.numerator for month in used)
        denominator = len(used)
        if self.kind != "number":
            denominator = sum(month.denominator for month in used)
        if not denominator:
            return None
        factor = 100 if self.kind == "percent" else 1
        return Sum(
            numerator / denominator * factor,
            numerator,
            denominator,
            days[0],
            last + MONTH,
            any(month.estimated for month in used),
        )

    def minus(self, other):
        """What is left of these without those of ``other``, a part of them."""
        none = Month(0, 0, False, False)
        return Series(
            self.kind,
            {
                day: month._replace(
                    numerator=month.numerator - other.months.get(day, none).numerator,
                    denominator=month.denominator
                    - other.months.get(day, none).denominator,
                )
                for day, month in self.months.items()
            },
        )


def last_month_before(day):
    """The first day of the newest month that is over on ``day``."""
    return day.replace(day=1) - MONTH


def change(before, now):
    """How much ``now`` is above ``before``, in percent of it; None where that says
    nothing.

    :param before: :class:`Sum`, or None, as ``now``.
    """
    if before is None or now is None or not before.value:
        return None
    return (now.value - before.value) / abs(before.value) * 100


def is_enough(kind, unit, *sums):
    """Whether more than chance may have moved these."""
    if unit == "money":
        return True
    return all(
        (each.numerator if kind == "number" else each.denominator) >= LEAST
        for each in sums
    )


class Standing(NamedTuple):
    """Where somebody is on the way from a baseline to a target.

    :param progress: how much of the way is done, in percent.
    :param expected: where they would be on the straight way.
    :param behind: whether that is further than tolerated.
    """

    progress: float
    expected: float
    reached: bool
    behind: bool


def find_target(goal, better, baseline, amount):
    """What is to be reached; None where that depends on a baseline that is missing."""
    if goal in ("value", "keep"):
        return amount
    if baseline is None:
        return None
    step = abs(baseline) * amount / 100 if goal == "percent" else amount
    return baseline + step if better == "higher" else baseline - step


def expect(baseline, target, begin, end, day):
    """Where the straight way from ``baseline`` at ``begin`` to ``target`` at ``end`` is
    on ``day``.
    """
    return baseline + (target - baseline) * fraction(begin, end, day)


def fraction(begin, end, day):
    """How much of the time is over, from 0 to 1."""
    days = (end - begin).days
    return min(max((day - begin).days / days, 0), 1) if days > 0 else 1


def stand(baseline, target, current, share, *, higher, keeps, tolerance):
    """:class:`Standing`.

    :param share: how much of the time is over, from 0 to 1.
    :param higher: whether more is better.
    :param keeps: whether the target is to be kept all the time.
    :param tolerance: how far one may be behind, in percent of the way.
    """
    reached = (current - target) * (1 if higher else -1) >= -0.005
    if keeps:
        return Standing(100 if reached else 0, target, reached, not reached)
    way = target - baseline
    progress = (current - baseline) / way * 100 if way else 100 * reached
    behind = not reached and progress < share * 100 - tolerance
    return Standing(progress, baseline + way * share, reached, behind)
