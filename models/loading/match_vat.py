"""What a line of a file says of a tax ID, made comparable."""

import re

# Countries whose tax IDs begin otherwise than with the code of the country.
VAT_PREFIXES = {"GR": "EL", "CH": "CHE"}
PREFIX_COUNTRIES = {"EL": "GR", "XI": "GB"}
NO_VAT = re.compile(r"[^A-Za-z0-9]")


def vat_keys(vat, code, own_code, countries):
    """How the customer with this tax ID may have been written down.

    :param code: the ISO code of the customer's country, None when not known.
    :param own_code: that of our own company.
    :param countries: the id of each country by its code.
    :return: pairs of a tax ID, and the id of the only country for which it says who
        that is (None: it says so by itself).
    """
    text = NO_VAT.sub("", str(vat or ""))[:64].upper()
    if not _says_something(text):
        return []
    if not code:
        code = PREFIX_COUNTRIES.get(text[:2], text[:2])
        if code not in countries or not _says_something(text[2:]):
            prefix = VAT_PREFIXES.get(own_code, own_code or "")
            return [(text, None), (prefix + text, None)]
    country_id = countries.get(code)
    prefix = VAT_PREFIXES.get(code, code)
    if text.startswith(prefix):
        return [(text, None), (text[len(prefix) :], country_id)]
    return [(text, country_id if text.isdigit() else None), (prefix + text, None)]


def _says_something(text):
    """Neither "/", "N/A", "000000000" nor the like, with which gaps are filled."""
    digits = [character for character in text if character.isdigit()]
    return len(text) >= 5 and len(digits) >= 4 and len(set(digits)) > 1
