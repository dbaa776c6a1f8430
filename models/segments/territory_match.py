"""Which territory an address belongs to, by rules of country, state and postcode."""

import re
from itertools import pairwise

# The longest postcodes in use have ten letters and digits.
MAX_ZIP = 12
ALL_ZIPS = 36**MAX_ZIP


def clean_zip(text):
    """A postcode as it is compared: its Latin letters and digits, in capitals.

    >>> clean_zip(" sw1a-1aa "), clean_zip("28 013"), clean_zip(None)
    ('SW1A1AA', '28013', '')
    """
    return re.sub("[^0-9A-Za-z]", "", text or "").upper()


def get_interval(zip_from, zip_to):
    """From which number to before which one a rule's postcodes lie, as fractions.

    Postcodes are numbers to the base 36, filled up to the longest one.

    :return: a pair; everything where there is no postcode.

    >>> narrow, wide = get_interval("28", ""), get_interval("2", "4")
    >>> wide[0] < narrow[0] < narrow[1] < wide[1]
    True
    """
    if not zip_from:
        return 0, ALL_ZIPS
    scale = 36 ** (MAX_ZIP - len(zip_from))
    return int(zip_from, 36) * scale, (int(zip_to or zip_from, 36) + 1) * scale


def get_breadth(state_id, zip_from, zip_to):
    """How much a rule covers, to be compared: the least is the most specific.

    A rule with a postcode covers less than any without, and the longer its prefix or
    the narrower its range, the less; of two that cover the same postcodes, the one
    that names a state covers less.
    """
    low, high = get_interval(zip_from, zip_to)
    return (high - low if zip_from else ALL_ZIPS + 1, 0 if state_id else 1)


def find_conflict(rules):
    """Two rules of different territories that are equally specific and overlap.

    :param rules: tuples of the country, the state (or False), the first and the last
        postcode (or empty), the territory, and anything else.
    :return: a pair of ``rules``, or None.
    """
    alike = {}
    for rule in rules:
        country_id, state_id, zip_from, zip_to = rule[:4]
        key = (country_id, state_id, get_breadth(state_id, zip_from, zip_to))
        alike.setdefault(key, []).append((get_interval(zip_from, zip_to), rule))
    for same in alike.values():
        same.sort(key=lambda each: each[0])
        # As all are equally broad, two overlap only where two neighbours do.
        for (before, one), (after, other) in pairwise(same):
            if after[0] < before[1] and one[4] != other[4]:
                return one, other
    return None


class TerritoryRules:
    """All rules, ready to find the territory of an address without looking at each.

    :param rows: tuples of the ids of country and state (or False), the first and the
        last postcode (cleaned; or empty), and the territory's id.

    ``rows`` has them with the most specific first: ``territory_sql.py`` takes them
    from here, so that there is one order.
    """

    def __init__(self, rows):
        self.rows = sorted(rows, key=lambda row: (*get_breadth(*row[1:4]), row))
        self._countries = {}
        for rank, (country, state, first, last, territory) in enumerate(self.rows):
            prefixes, ranges = self._countries.setdefault(country, ({}, []))
            found = (rank, state, territory)
            if last and last != first:
                ranges.append((first, last, found))
            else:
                prefixes.setdefault(first or "", []).append(found)

    def __bool__(self):
        return bool(self.rows)

    def find(self, country_id, state_id, zip_code):
        """The id of the territory of an address, or False."""
        prefixes, ranges = self._countries.get(country_id, ({}, []))
        code = clean_zip(zip_code)[:MAX_ZIP]
        found = [
            each
            for length in range(len(code) + 1)
            for each in prefixes.get(code[:length], ())
        ]
        found += [
            each
            for first, last, each in ranges
            if len(code) >= len(first) and first <= code[: len(first)] <= last
        ]
        fits = [each for each in found if not each[1] or each[1] == state_id]
        return min(fits)[2] if fits else False
