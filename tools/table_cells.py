"""What the cells of workbooks hold, as values that fit into JSON.

A cell whose value cannot be trusted raises :class:`CellError`.
"""

import datetime
import math
import re

from odoo.tools import LazyTranslate

from .table_base import shown

_lt = LazyTranslate(__name__)

EPOCH_1900 = datetime.datetime(1899, 12, 30)
EPOCH_1904 = datetime.datetime(1904, 1, 1)
DAY = 86_400
# Format numbers that mean a date or a time in every workbook.
DATES = {14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58}
DATETIMES = {22}
TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56}
DURATIONS = {46}
# Quoted and escaped text, padding, colours, languages and currencies.
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
TEMPLATE = re.compile(r"[-+() /]*00[-+() /0]*")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CellError(Exception):
    """``args`` are the lazy text that says why, and what could be read."""


def classify_format(code, number=0):
    """What a number format shows: "date", "datetime", "time", "duration", a template of
    digits that keeps leading zeros, or nothing special.

    >>> classify_format("dd/mm/yyyy hh:mm"), classify_format("00000")
    ('datetime', '00000')
    >>> classify_format('#,##0.00 "days"'), classify_format("", 14)
    ('', 'date')
    """
    for kind, numbers in (
        ("date", DATES),
        ("datetime", DATETIMES),
        ("time", TIMES),
        ("duration", DURATIONS),
    ):
        if not code and number in numbers:
            return kind
    code = code.split(";")[0]
    bare = LITERAL.sub("", code).lower()
    if re.search(r"\[[hms]+\]", bare):
        return "duration"
    if "general" in bare or not re.search(r"[dmyhs]", bare):
        template = QUOTED.sub(lambda match: match[1] or match[2] or "", code)
        return template if TEMPLATE.fullmatch(template) else ""
    has_time = re.search(r"[hs]", bare)
    if re.search(r"[dy]", bare) or not has_time:
        return "datetime" if has_time else "date"
    return "time"


def read_number(text, kind="", epoch=EPOCH_1900):
    """A number of a workbook as its ``kind`` of format shows it.

    >>> read_number("123", "00000"), read_number("12.0"), read_number("0.1")
    ('00123', 12, 0.1)
    >>> read_number("42688", "date"), read_number("42688.5", "date")
    ('2016-11-14', '2016-11-14 12:00:00')
    """
    try:
        # Spreadsheets count with 15 digits; what is stored behind is noise.
        value = float(f"{float(text):.15g}")
    except ValueError:
        raise CellError(_describe_no_number(text), text) from None
    if not math.isfinite(value):
        raise CellError(_describe_no_number(text), text)
    if kind in {"date", "datetime", "time", "duration"}:
        return _read_moment(float(text), kind, epoch)
    if not value.is_integer():
        return value
    if abs(value) >= 1e15:
        raise CellError(
            _lt(
                "The number %(value)s has more digits than a spreadsheet keeps (15). "
                "Enter it as text.",
                value=text,
            ),
            text,
        )
    value = int(value)
    return _fill_template(value, kind) if kind and value >= 0 else value


def _describe_no_number(text):
    return _lt("“%(value)s” is stored as a number but is none.", value=shown(text))


def _read_moment(value, kind, epoch):
    seconds = round(value * DAY)
    if kind == "duration" or (kind == "time" and 0 <= value < 1):
        return _as_clock(seconds) if value >= 0 else _refuse_moment(value)
    days, rest = divmod(seconds, DAY)
    if epoch == EPOCH_1900:
        # The day 60 (29 February 1900) never was; those before are counted from 1.
        if days < 1 or days == 60:
            return _refuse_moment(value)
        days += days < 60
    if not 0 <= days <= 2_958_465:
        return _refuse_moment(value)
    moment = epoch + datetime.timedelta(days=days, seconds=rest)
    if rest or kind == "datetime":
        return moment.isoformat(" ")
    return moment.date().isoformat()


def _refuse_moment(value):
    text = f"{value:.15g}"
    raise CellError(
        _lt("The cell is formatted as a date, but %(value)s is no date.", value=text),
        text,
    )


def _as_clock(seconds):
    """Hours, minutes and seconds.

    >>> _as_clock(95400)
    '26:30:00'
    """
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _fill_template(value, template):
    digits = list(str(value).zfill(template.count("0")))
    spare = len(digits) - template.count("0")
    text = []
    for sign in template:
        if sign == "0":
            text += digits[: spare + 1]
            digits, spare = digits[spare + 1 :], 0
        else:
            text.append(sign)
    return "".join(text)


def read_boolean(text):
    if text not in {"0", "1", "true", "false"}:
        raise CellError(
            _lt("“%(value)s” is stored as yes or no but is none.", value=shown(text)),
            text,
        )
    return text in {"1", "true"}


def read_iso(text):
    """A date or time as workbooks write it.

    >>> read_iso("2016-11-14T09:30:00.000"), read_iso("2016-11-14")
    ('2016-11-14 09:30:00', '2016-11-14')
    """
    text = text.strip()
    match = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?Z?)?", text
    )
    if not match:
        raise CellError(
            _lt("“%(value)s” is stored as a date but is none.", value=shown(text)), text
        )
    day, time = match.groups()
    if not time:
        return day
    return f"{day} {time}" if len(time) == 8 else f"{day} {time}:00"


def read_text(text):
    """The text of an XLSX workbook with its escaped characters.

    >>> read_text("a_x000D_b"), read_text("a_x005F_x000D_b")
    ('a\\rb', 'a_x000D_b')
    """
    return ESCAPED.sub(_unescape, text) if "_x" in text else text


def _unescape(match):
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF or code >= 0xFFFE else chr(code)


def describe_error(text):
    return _lt("The cell holds the error %(value)s.", value=shown(text))


def describe_uncalculated():
    return _lt(
        "The formula of the cell has no stored result. Open and save the file in Excel "
        "or LibreOffice."
    )
