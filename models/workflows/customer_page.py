"""How pages and e-mails for customers look: the company's colours, the language."""

import re
from typing import NamedTuple

from odoo.tools.misc import get_lang

HEX = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_COLOR = "#714B67"
DARK, LIGHT = "#1f2937", "#ffffff"
# Lighter than this, a colour is not seen on white.
LIGHTEST = 0.6
# White letters are read on what is darker than this, dark ones on the rest (WCAG).
READABLE = 0.18


class Brand(NamedTuple):
    """Two colours as CSS has them: the company's, and that of letters on it."""

    color: str
    text: str


def get_brand(company):
    """The colour of the company's e-mails, where it is seen on white."""
    color = company.email_secondary_color or ""
    if not HEX.fullmatch(color) or _luminance(color) > LIGHTEST:
        color = DEFAULT_COLOR
    return Brand(color, LIGHT if _luminance(color) <= READABLE else DARK)


def get_language(env, code):
    """The language ``code`` where it is in use, else the user's or the first one."""
    return get_lang(env, code or None)


def _luminance(color):
    """How light a colour is, from 0 to 1: relative luminance (WCAG 2.2)."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
