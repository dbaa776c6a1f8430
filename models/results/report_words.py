"""Periods in words, as the reader's language has them."""

from datetime import timedelta

from babel.dates import format_interval, format_skeleton

from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from .periods import LENGTHS, WEEK
from .report_periods import DAILY, QUARTERLY, WEEKLY

DAY = timedelta(days=1)


def tell_period(env, period):
    """What a report tells of: "Nov 23 – 29, 2026", "4th quarter 2026"."""
    if period.frequency == DAILY and period.date_from == period.last_day:
        return format_date(env, period.date_from, date_format="full")
    if period.frequency == DAILY:
        return _tell_days(env, period.date_from, period.date_to, "yMMMEd")
    if period.frequency == WEEKLY:
        return _tell_days(env, period.date_from, period.date_to, "yMMMd")
    quarter = period.frequency == QUARTERLY
    return _tell_month(env, period.date_from, "yQQQQ" if quarter else "yMMMM")


def tell_figures(env, period):
    """Which weeks or months the figures are of, in a few letters."""
    return _tell_short(env, period, period.figures_from, period.figures_to)


def tell_before(env, period):
    """Which weeks or months they are compared with, in a few letters."""
    return _tell_short(env, period, *period.before)


def tell_step(env, kind, day):
    """The week or month that begins on ``day``, in a few letters."""
    if kind == WEEK:
        return _tell_days(env, day, day + LENGTHS[kind], "MMMd")
    return _tell_month(env, day, "yMMM")


def _tell_short(env, period, first, after):
    if period.frequency == QUARTERLY:
        return _tell_month(env, first, "yQQQ")
    return tell_step(env, period.kind, first)


def _tell_days(env, first, after, skeleton):
    return format_interval(first, after - DAY, skeleton, locale=_get_locale(env))


def _tell_month(env, day, skeleton):
    return format_skeleton(skeleton, day, locale=_get_locale(env))


def _get_locale(env):
    return babel_locale_parse(env.lang or "en_US")
