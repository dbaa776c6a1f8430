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


def search_days_since(date_name):
    """What a field of days since ``date_name`` says as ``search``.

    Who has no such date is not found by a number of days.
    """

    def search(records, operator, value):
        today = fields.Date.context_today(records)

        def day(days):
            days = max(min(int(days or 0), MOST_DAYS), -MOST_DAYS)
            return today - timedelta(days=days)

        if operator == "in":
            return Domain(date_name, "in", [day(each) for each in value])
        if operator in MIRRORED:
            return Domain(date_name, MIRRORED[operator], day(value))
        return NotImplemented

    return search
