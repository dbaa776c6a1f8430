"""Understand dates and times as people write them, in English and Spanish."""

import datetime
import re

from odoo.tools import LazyTranslate

from .table_base import shown

_lt = LazyTranslate(__name__)

# Old systems write 1899 or 9999 where they know no date.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# A year of two digits is at most so far ahead, as spreadsheets read it.
YEARS_AHEAD = 20

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero",
            "feb february febrero",
            "mar march marzo",
            "apr april abr abril",
            "may mayo",
            "jun june junio",
            "jul july julio",
            "aug august ago agosto",
            "sep sept september septiembre set setiembre",
            "oct october octubre",
            "nov november noviembre",
            "dec december dic diciembre",
        ),
        1,
    )
    for name in names.split()
}
ORDERS = ("dmy", "mdy", "ymd")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
NUMBERS = re.compile(r"(\d{1,4})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,4})\.?")
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|º|\.)?[\s\-/.,]*(?:de\s+|of\s+)?([^\W\d]+)[\s\-/.,]*"
    r"(?:del?\s+)?(\d{4}|\d\d)",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    r"([^\W\d]+)[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]+(\d{4}|\d\d)", re.IGNORECASE
)
YEAR_FIRST = re.compile(r"(\d{4})[\s\-/.]*([^\W\d]+)[\s\-/.]*(\d{1,2})")
WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[eé]|jue|vie|s[aá]b|dom)[^\W\d]*\.?,\s*",
    re.IGNORECASE,
)
TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)h?(?:[:.](?P<second>\d\d))?(?:[.,]\d{1,9})?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>Z|UTC|GMT|[-+]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE,
)
HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?P<half>[ap]\.?\s?m\.?)", re.IGNORECASE)


def parse_date(value, order=""):
    """A day.

    :param order: "dmy", "mdy" or "ymd", how the column is written; if not given it is
        told by the text alone, which fails where the text leaves it open.

    >>> parse_date("14/11/2016", "dmy"), parse_date("14 de noviembre de 2016")
    (datetime.date(2016, 11, 14), datetime.date(2016, 11, 14))
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return _within(value, value)
    day, _time = _split(value)
    return _read_day(day, order, value)


def parse_datetime(value, order="", zone=None):
    """A moment, in UTC and without a time zone, as the ORM stores it; midnight if only
    a day is given.

    :param zone: where the clock stood if the value does not say so (``env.tz``); UTC if
        not given.

    >>> parse_datetime("14/11/2016 9:30 pm", "dmy")
    datetime.datetime(2016, 11, 14, 21, 30)
    >>> parse_datetime("2016-11-14T09:30:00+01:00")
    datetime.datetime(2016, 11, 14, 8, 30)
    """
    if isinstance(value, datetime.datetime):
        _within(value.date(), value)
        return _to_utc(value, zone)
    if isinstance(value, datetime.date):
        text, match, day = "", None, _within(value, value)
    else:
        text, match = _split(value)
        day = _read_day(text, order, value)
    time = _read_time(match, value) if match else datetime.time()
    shown_zone = match and match.groupdict().get("zone")
    return _to_utc(
        datetime.datetime.combine(day, time),
        _read_zone(shown_zone, value) if shown_zone else zone,
    )


def guess_order(samples):
    """The order of day, month and year in a column, "" if nothing tells.

    >>> guess_order(["01/02/2016", "14/02/2016"]), guess_order(["01/02/2016"])
    ('dmy', '')
    """
    possible, seen = set(ORDERS), False
    for sample in samples:
        if not isinstance(sample, str) or not sample.strip():
            continue
        text, _time = _split(sample)
        match = NUMBERS.fullmatch(text)
        if not match or ISO.fullmatch(text):
            continue
        fitting = {order for order in ORDERS if _fit(match.groups(), order)}
        # One date that no order fits is an error of its line only.
        if fitting & possible:
            possible, seen = possible & fitting, True
    return possible.pop() if seen and len(possible) == 1 else ""


def _split(value):
    """The text of a value's day, and the match of its time."""
    text = re.sub(r"\s+", " ", str(value)).strip()
    text = WEEKDAY.sub("", text, count=1)
    for pattern in (TIME, HOUR):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            # A time ends the text and stands behind a blank or the T of ISO.
            if match.end() == len(text) and re.search(r"\d(?: |T|, ?| - )$", before):
                # 14.11.2016 and 14 11.16 are days throughout.
                if re.fullmatch(r"\d+[ .]\d+[ .]\d+", text):
                    continue
                return re.sub(r"(?: |T|, ?| - )$", "", before), match
    return text, None


def _read_day(text, order, value):
    match = ISO.fullmatch(text) or COMPACT.fullmatch(text)
    if match:
        return _make(*map(int, match.groups()), value)
    match = NUMBERS.fullmatch(text)
    if match:
        return _read_numbers(match.groups(), order, value)
    for pattern, places in (
        (DAY_FIRST, (2, 1, 0)),
        (MONTH_FIRST, (2, 0, 1)),
        (YEAR_FIRST, (0, 1, 2)),
    ):
        match = pattern.fullmatch(text)
        month = match and MONTHS.get(match[places[1] + 1].rstrip(".").casefold())
        if month:
            year, day = match[places[0] + 1], match[places[2] + 1]
            return _make(_widen(year), month, int(day), value)
    raise _no_date(value, order)


def _read_numbers(parts, order, value):
    fitting = [each for each in ORDERS if _fit(parts, each)]
    if order:
        # Whoever writes the year first means year, month, day in every country.
        chosen = "ymd" if len(parts[0]) == 4 else order
        numbers = dict(zip(chosen, parts, strict=True))
        if len(numbers["d"]) > 2:
            raise _no_date(value, order)
        return _make(_widen(numbers["y"]), int(numbers["m"]), int(numbers["d"]), value)
    days = {_fit(parts, each) for each in fitting}
    if len(days) > 1:
        raise ValueError(
            _lt(
                "“%(value)s” can be read in several ways: say in which order the "
                "column has day, month and year.",
                value=shown(value),
            )
        )
    if not days:
        raise _no_day(value)
    return _within(days.pop(), value)


def _fit(parts, order):
    """The day that three numbers are in an order, if they are one."""
    numbers = dict(zip(order, parts, strict=True))
    # A year of two digits that comes first is so rare that only people can say it.
    years = {4} if order == "ymd" else {2, 4}
    if len(numbers["d"]) > 2 or len(numbers["y"]) not in years:
        return None
    try:
        return datetime.date(_widen(numbers["y"]), int(numbers["m"]), int(numbers["d"]))
    except ValueError:
        return None


def _widen(year):
    """A year of two digits is the one that is nearest, seen from now."""
    if len(year) != 2:
        return int(year)
    limit = datetime.date.today().year + YEARS_AHEAD  # noqa: DTZ011 (a year is enough)
    full = limit // 100 * 100 + int(year)
    return full if full <= limit else full - 100


def _make(year, month, day, value):
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise _no_day(value) from None
    return _within(date, value)


def _no_day(value):
    return ValueError(_lt("“%(value)s” is no day of the calendar.", value=shown(value)))


def _within(day, value):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(
            _lt(
                "“%(value)s” is no real date: its year must be between %(first)s and "
                "%(last)s. Leave it blank if the date is not known.",
                value=shown(value),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return day


def _read_time(match, value):
    parts = match.groupdict()
    hour, half = int(parts["hour"]), (parts["half"] or "")[:1].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
    minute, second = parts.get("minute") or 0, parts.get("second") or 0
    try:
        return datetime.time(hour, int(minute), int(second))
    except ValueError:
        raise _no_time(value) from None


def _read_zone(text, value):
    if text[0] not in "+-":
        return datetime.timezone.utc
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if shift >= datetime.timedelta(hours=24):
        raise _no_time(value)
    return datetime.timezone(-shift if text[0] == "-" else shift)


def _to_utc(moment, zone):
    if moment.tzinfo is None:
        if zone is None:
            return moment
        # Zones of pytz do not know themselves when summer begins.
        localize = getattr(zone, "localize", None)
        moment = localize(moment) if localize else moment.replace(tzinfo=zone)
    return moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def _no_time(value):
    return ValueError(_lt("“%(value)s” holds no time of the day.", value=shown(value)))


def _no_date(value, order):
    example = {"mdy": "11/14/2016", "ymd": "2016/11/14"}.get(order, "14/11/2016")
    return ValueError(
        _lt(
            "“%(value)s” is no date: write it as 2016-11-14 or %(example)s.",
            value=shown(value),
            example=example,
        )
    )
