"""Understand numbers, dates and answers as people write them.

What is not understood raises ``ValueError`` with a lazy translation that says what was
read and what is expected.
"""

import re
import unicodedata
from collections import Counter

from odoo.tools import LazyTranslate

from .table_base import shown
from .values_dates import guess_order, parse_date, parse_datetime

__all__ = [
    "guess_decimal",
    "guess_order",
    "parse_boolean",
    "parse_date",
    "parse_datetime",
    "parse_number",
    "plain",
]

_lt = LazyTranslate(__name__)

YES = {"1", "true", "t", "yes", "y", "si", "s", "verdadero", "v", "x", "on", "✓", "✔"}
NO = {"0", "false", "f", "no", "n", "falso", "off", ""}
# Currencies stand before or behind: signs, or codes such as EUR and US$.
CODES = (
    "eur|euros?|usd|gbp|chf|jpy|cny|rmb|mxn|ars|cop|clp|pen|uyu|brl|cad|aud|nzd|sek|nok|"
    "dkk|pln|czk|huf|ron|bgn|try|inr|zar|mad|aed|ils|krw|sgd|hkd|kr|fr|sfr|zł|kč|lei|ft"
)
CURRENCY = re.compile(
    rf"[A-Za-z]{{0,3}}[€$£¥₹₽₩฿₺₴₪]|(?<![A-Za-z])(?:{CODES})\.?(?![A-Za-z])",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[-+]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][-+]?\d{1,3})?")
# What people put between thousands besides points and commas.
GAP = re.compile(r"(?<=\d)[\s'’`´]+(?=\d{3}(?!\d))")


def plain(text):
    """A text reduced to what counts when headings or options are compared.

    >>> plain("  Teléfono (móvil) nº_2 ")
    'telefono movil no 2'
    """
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = "".join(char if char.isalnum() else " " for char in text)
    return " ".join(text.split())


def parse_boolean(value):
    """Yes or no, in English or Spanish.

    >>> parse_boolean("Sí"), parse_boolean("X"), parse_boolean(0), parse_boolean(None)
    (True, True, False, False)
    """
    if value is None or isinstance(value, bool):
        return bool(value)
    text = f"{value:g}" if isinstance(value, float) else str(value).strip()
    word = plain(text) or text
    if word in YES or word in NO:
        return word in YES
    raise ValueError(
        _lt(
            "“%(value)s” is neither yes nor no: write “yes” or “no”.",
            value=shown(value),
        )
    )


def parse_number(value, decimal=""):
    """A number, whatever surrounds it.

    :param decimal: the sign before the decimals, "," or "."; if not given it is told
        by the text alone, which fails where the text leaves it open.

    >>> parse_number("1.234,50 €"), parse_number("(1,234.50)"), parse_number("12-")
    (1234.5, -1234.5, -12)
    >>> parse_number("1.234", ","), parse_number("1.234", ".")
    (1234, 1.234)
    """
    if isinstance(value, bool):
        raise _no_number(value)
    if isinstance(value, (int, float)):
        return value
    text, is_negative = _strip_number(str(value))
    if not NUMBER.fullmatch(text):
        raise _no_number(value)
    number = _read_digits(text, decimal, value)
    return -number if is_negative else number


def find_currency(text):
    """The sign or code of a currency beside an amount; empty where there is none.

    >>> find_currency("1.234,50 €"), find_currency("USD 5"), find_currency("5")
    ('€', 'USD', '')
    """
    match = CURRENCY.search(unicodedata.normalize("NFKC", text))
    return match[0].rstrip(".") if match else ""


def guess_decimal(samples):
    """The sign before the decimals in a column, "" if nothing tells.

    >>> guess_decimal(["1.234", "12,5"]), guess_decimal(["1.234"])
    (',', '')
    """
    votes = Counter()
    for sample in samples:
        if isinstance(sample, str):
            text, _is_negative = _strip_number(sample)
            if NUMBER.fullmatch(text):
                votes[_tell_decimal(text)] += 1
    if votes[","] == votes["."]:
        return ""
    return max((",", "."), key=votes.__getitem__)


def _no_number(value):
    return ValueError(
        _lt(
            "“%(value)s” is no number: write it as 1234.50 or 1.234,50.",
            value=shown(value),
        )
    )


def _strip_number(text):
    """Digits with their signs, and whether something around them says negative."""
    text = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    is_negative = False
    text = CURRENCY.sub("", text, count=2).replace("%", "", 1).strip()
    if text.startswith("(") and text.endswith(")"):
        text, is_negative = text[1:-1], True
    text = GAP.sub("", text)
    # A blank may stand around signs, but not between digits.
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text.strip())
    if text.endswith("-") and not is_negative:
        text, is_negative = text[:-1], True
    return text, is_negative


def _tell_decimal(text):
    """The sign before the decimals as far as one number tells it."""
    text = text.lstrip("+-").lower().partition("e")[0]
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        return "," if text.rfind(",") > text.rfind(".") else "."
    if dots > 1 or commas > 1:
        return "," if dots else "."
    sign = "." if dots else "," if commas else ""
    whole, _sign, decimals = text.partition(sign) if sign else (text, "", "")
    # Three digits behind one sign may be thousands, unless nothing or 0 is before it.
    if not sign or (len(decimals) == 3 and 0 < len(whole) < 4 and whole[0] != "0"):
        return ""
    return sign


def _read_digits(text, decimal, value):
    told = _tell_decimal(text)
    mark = decimal or told
    if not mark and ("." in text or "," in text):
        raise ValueError(
            _lt(
                "“%(value)s” may be thousands or decimals: say which sign the column "
                "has before the decimals.",
                value=shown(value),
            )
        )
    thousands = "." if mark == "," else ","
    mark = mark or "."
    mantissa, exponent, power = text.lower().partition("e")
    whole, _sign, decimals = mantissa.partition(mark)
    groups = whole.lstrip("+-").split(thousands)
    # 12.50 in a column with decimal commas is an error, not 1,250.
    wrong = len(groups) > 1 and (
        any(len(group) != 3 for group in groups[1:]) or not 0 < len(groups[0]) < 4
    )
    if wrong or thousands in decimals or mark in decimals:
        raise _no_number_here(value, mark)
    digits = f"{whole.replace(thousands, '')}.{decimals}{exponent}{power}"
    number = float(digits)
    if abs(number) >= 1e15:
        raise _no_number(value)
    return int(number) if number.is_integer() else number


def _no_number_here(value, mark):
    return ValueError(
        _lt(
            "“%(value)s” is no number with “%(mark)s” before the decimals.",
            value=shown(value),
            mark=mark,
        )
    )
