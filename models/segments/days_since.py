"""How many days ago a date was: conditions that are chosen by clicking.

The editor of conditions knows few relative dates; a number of days it knows well.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Domain

# The later the date, the fewer the days.
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
# Nobody has bought before that; a date must come of it.
MOST_DAYS = 365_000


def count_days_since(records, date_name, name):
    """Assign ``name``: how many days ago ``date_name`` was, 0 where it is empty."""
    today = fields.Date.context_today(records)
    for record in records:
        day = record[date_name]
        record[name] = (today - day).days if day else 0


def is_unset(value):
    """Whether ``value`` in a condition stands for none; 0 is a number."""
    return value is False or value is None


def search_days_since(date_name):
    """What a field of days since ``date_name`` says as ``search``.

    Who has no such date is found where it is asked for (``= False``), and by no number
    of days, nor by other than some number.
    """

    def search(records, operator, value):
        today = fields.Date.context_today(records)

        def day(days):
            days = max(min(int(days or 0), MOST_DAYS), -MOST_DAYS)
            return today - timedelta(days=days)

        if operator in MIRRORED:
            return Domain(date_name, MIRRORED[operator], day(value))
        if operator not in ("in", "not in"):
            return NotImplemented
        days = [day(each) for each in value if not is_unset(each)]
        if operator == "not in":
            return Domain(date_name, "!=", False) & Domain(date_name, "not in", days)
        found = Domain(date_name, "in", days)
        if any(map(is_unset, value)):
            found |= Domain(date_name, "=", False)
        return found

    return search
