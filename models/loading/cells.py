"""Cells of a file as text."""

import hashlib
import re

from ...tools.values import plain

# Addresses that are run, and not opened: Odoo shows websites as links.
RUN = re.compile(r"\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)
# How keys begin that are made of what a line says.
MADE_KEY = "="
SEPARATORS = re.compile(r"\s*[;|\n]\s*|\s*,\s+")


def text_of(content):
    """What a cell of a workbook or a text file says, as text."""
    if content is None:
        return ""
    if isinstance(content, bool):
        return "1" if content else "0"
    if isinstance(content, float) and content.is_integer():
        content = int(content)
    return str(content).strip()


def split_options(text):
    """Several options in one cell: “Food, Retail” or “Food; Retail”."""
    return [part for part in SEPARATORS.split(text) if part]


def get_value_key(text):
    """What two texts have in common that name the same option.

    >>> get_value_key("ESPAÑA") == get_value_key("España")
    True
    >>> get_value_key("C++") == get_value_key("C#")
    False
    """
    return plain(text.replace("+", " plus ").replace("#", " sharp ")) or text.strip()


def forget_key(key):
    """What is kept of the key of somebody who was erased: enough to know it again where
    a file brings it back, and nothing that says who it was.
    """
    return f"erased:{hashlib.sha256(key.encode()).hexdigest()}"
