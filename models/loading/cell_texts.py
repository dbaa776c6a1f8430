"""Texts that have a form of their own: addresses, telephones, amounts of money."""

import re

from odoo.tools import LazyTranslate
from odoo.tools.mail import email_normalize

from ...tools.values import find_currency
from ..standards.filler import EMAIL, PHONE, is_filler
from .cells import RUN

_lt = LazyTranslate(__name__)

# What systems write into cells that are empty.
NOTHING = re.compile(
    r"[-–—\s.,;:_/\\!?*#+=~'\"()<>|]*|#?n\s*[./]\s*a\.?|#?n/?d|none|null|nil|nan|"
    r"\(?(?:blank|vac[ií]o|en blanco)\)?|sin datos|no aplica|not applicable|undefined",
    re.IGNORECASE,
)
# Empty too, where they are not the name of an option.
PERHAPS_NOTHING = re.compile(r"na|unknown|desconocid[oa]|ningun[oa]", re.IGNORECASE)
SEVERAL = re.compile(r"\s*(?:[/;,|\n]|\s[-–]\s|\sy\s|\sor\s|\so\s|\sand\s)\s*")
NAMED_EMAIL = re.compile(r"[^<>@]*<\s*([^<>\s]+)\s*>")
ADDRESS = re.compile(
    r"(?:https?://|ftp://)?[^\s/@?#:]+\.[^\s/@?#:]{2,}(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
# How the currencies that one meets most are written besides their code and sign.
SIGNS = {
    "EUR": {"euro", "euros"},
    "USD": {"us$", "$"},
    "GBP": {"£"},
    "CHF": {"fr", "sfr"},
    "CNY": {"rmb"},
}


def says_nothing(text, is_option=False):
    """Whether a cell says that it is empty.

    >>> says_nothing("-"), says_nothing("N/A"), says_nothing("Ana"), says_nothing("NA")
    (True, True, False, True)
    """
    if NOTHING.fullmatch(text.strip()):
        return True
    return not is_option and bool(PERHAPS_NOTHING.fullmatch(text.strip()))


def check_name(text):
    """:raise ValueError: if nobody is called so."""
    # One letter may be a name.
    if is_filler(text) and not (len(text) == 1 and text.isalnum()):
        raise ValueError(_lt("“%(text)s” is no name.", text=text[:50]))


def split_phones(text):
    """The numbers in a cell.

    >>> split_phones("93 123 45 67 / 600 111 222"), split_phones("93 123 45 67/68")
    (['93 123 45 67', '600 111 222'], ['93 123 45 67/68'])
    """
    parts = [part for part in SEVERAL.split(text) if part]
    if not parts or not all(re.search(PHONE, part) for part in parts):
        parts = [text]
    if not re.search(PHONE, parts[0]):
        raise ValueError(
            _lt(
                "“%(text)s” is no telephone number: it has at least six digits.",
                text=text[:50],
            )
        )
    return parts


def split_emails(text):
    """The addresses in a cell."""
    if re.search(EMAIL, text.strip()) and email_normalize(text):
        return [text.strip()]
    found = []
    for part in filter(None, re.split(r"\s*[;,\n|]\s*|\s+/\s+", text.strip())):
        named = NAMED_EMAIL.fullmatch(part)
        found.append(named[1] if named else part)
    if not found or not all(
        re.search(EMAIL, each) and email_normalize(each) for each in found
    ):
        raise ValueError(_lt("“%(text)s” is no e-mail address.", text=text[:50]))
    return found


def check_website(text):
    """:raise ValueError: if it is no address, or one that is run."""
    if RUN.match(text) or not ADDRESS.fullmatch(text):
        raise ValueError(_lt("“%(text)s” is no address.", text=text[:50]))


def check_currency(text, currency):
    """:raise ValueError: if ``text`` is an amount in another currency."""
    sign = find_currency(text)
    names = {currency.name, currency.symbol or "", *SIGNS.get(currency.name, ())}
    if sign and sign.casefold() not in {name.casefold().rstrip(".") for name in names}:
        raise ValueError(
            _lt(
                "“%(text)s” is in another currency: amounts are kept in %(currency)s. "
                "Convert it in the file.",
                text=text[:50],
                currency=currency.name,
            )
        )


def check_share(number):
    """:raise ValueError: if it is no percentage."""
    if not 0 <= number <= 100:
        raise ValueError(
            _lt("“%(number)s” is no percentage between 0 and 100.", number=number)
        )
