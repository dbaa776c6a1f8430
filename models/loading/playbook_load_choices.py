from odoo import models
from odoo.fields import Domain

from .cells import get_value_key

LONGEST_ID = 9


class PlaybookLoad(models.Model):
    """What values of a file mean, as far as who loads may choose it."""

    _inherit = "playbook.load"

    def _get_options(self, places):
        """From pairs of the id of a column and the key of a text to a treatment and an
        option.

        An option that is not there, or not theirs, is none: whatever was sent.
        """
        by_target = self.value_ids.grouped(lambda value: value.column_id.target)
        options = {}
        for target, values in by_target.items():
            place = places.get(target)
            if not place:
                continue
            there = self._get_existing_choices(place, values.mapped("option_value"))
            for value in values:
                choice = value.option_value
                options[value.column_id.id, get_value_key(value.text)] = (
                    value.treatment,
                    choice if choice in there else False,
                )
        return options

    def _get_existing_choices(self, place, choices):
        """Those of ``choices`` that the user may choose."""
        Target = self.env["playbook.load.target"]
        found = set(Target._get_fixed(place))
        ids = list(filter(None, map(get_option_id, choices)))
        if place.comodel and ids:
            domain = Target._get_option_domain(place) & Domain("id", "in", ids)
            options = Target._get_option_model(place).search(domain)
            found |= {str(each) for each in options.ids}
        return found


def get_option_id(choice):
    """The id that a choice is, or False.

    >>> get_option_id("12"), get_option_id("won"), get_option_id(False)
    (12, False, False)
    """
    is_id = choice and choice.isdecimal() and len(choice) <= LONGEST_ID
    return is_id and int(choice)
