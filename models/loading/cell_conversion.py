"""What a cell says, as the value of a field."""

import math
from datetime import datetime, time
from typing import Any, NamedTuple

import pytz

from odoo import fields
from odoo.tools import plaintext2html

from ...tools.values import parse_boolean, parse_number
from ...tools.values_dates import parse_date, parse_datetime
from .cell_texts import (
    check_currency,
    check_name,
    check_share,
    check_website,
    says_nothing,
    split_emails,
    split_phones,
)
from .cells import get_value_key, split_options, text_of
from .header_words import get_rank
from .playbook_load import LEAD
from .playbook_load_target import (
    BOOLEAN,
    DATE,
    FIXED_OPTION,
    MOMENT,
    NUMBER,
    OPTIONS,
    TEXT,
)
from .playbook_load_value import CREATE, EMPTY, MAP, REJECT
from .targets import CURRENCY

# What does not fit into a field, under this name until it is put into the notes.
MORE = "more"
SPLITS = {"phone": split_phones, "email": split_emails, "email_from": split_emails}
NAMES = {"name", "contact_name", "partner_name"}
NOON = time(12)


class Cell(NamedTuple):
    """A cell that holds something, and its column."""

    content: Any
    column: Any


class CellConversion:
    """Reads the cells of a load, with what is known of its columns."""

    def __init__(self, load):
        self.env = load.env
        self.load = load
        Target = self.env["playbook.load.target"]
        self.places = Target._get_places(load.kind)
        self.columns = load.column_ids.filtered(
            lambda column: column.target in self.places
        ).sorted(get_rank)
        self.notes = "description" if load.kind == LEAD else "comment"
        self.headers = {each.number: each.column_name for each in load.column_ids}
        self.key_columns = load.column_ids.filtered("is_key")
        unused = load.column_ids - self.columns - self.key_columns
        self.unused = set(unused.mapped("number"))
        self.options = load._get_options(self.places)
        self.zone = pytz.timezone(load.user_id.tz or "UTC")
        self.today = fields.Datetime.now()
        won = self.env["crm.stage"].search([("is_won", "=", True)])
        self.won_stages = won.ids

    def tell(self, number, problem):
        header = self.headers.get(number)
        if not isinstance(problem, str):
            problem = self.env._(problem)
        if not header:
            return problem
        return self.env._(
            "Column “%(column)s”: %(problem)s", column=header, problem=problem
        )

    # ------------------------------------------------------------------
    # One cell
    # ------------------------------------------------------------------

    def _convert(self, place, found):
        """:raise ValueError: with what is wrong, in words or to be translated."""
        content, column = found[0]
        if place.name in SPLITS:
            return self._convert_several(place, found)
        if place.sort == TEXT:
            return {place.name: self._convert_text(place, found)}
        if place.sort == NUMBER:
            return {place.name: self._convert_number(place, content, column)}
        if place.sort == DATE:
            day = parse_date(content, column.notation or "")
            return {place.name: fields.Date.to_string(day)}
        if place.sort == MOMENT:
            return {place.name: self._convert_moment(content, column)}
        if place.sort == BOOLEAN:
            return {place.name: parse_boolean(content)}
        if place.sort == OPTIONS:
            ids = [
                self._convert_option(place, column, text)
                for text in split_options(text_of(content))
            ]
            return {place.name: sorted({each for each in ids if each})}
        chosen = self._convert_option(place, column, text_of(content))
        if place.name == CURRENCY and not chosen:
            # Empty would be the company's own.
            raise self._is_unknown(place, text_of(content))
        return {place.name: chosen} if chosen else {}

    def _convert_number(self, place, content, column):
        number = parse_number(content, column.notation or "")
        if not math.isfinite(number):
            raise ValueError(self.env._("“%(value)s” is too much.", value=content))
        if place.field.type == "monetary":
            check_currency(text_of(content), self.load.company_id.currency_id)
        if place.name == "probability":
            check_share(number)
        return round(number) if place.field.type == "integer" else number

    def _convert_several(self, place, found):
        """The first telephone or address, and the others for the notes."""
        texts = [
            (text, cell.column.column_name)
            for cell in found
            for text in SPLITS[place.name](text_of(cell.content))
        ]
        first, others = texts[0][0], dict.fromkeys(texts[1:])
        more = [f"{header}: {text}" for text, header in others if text != first]
        return {place.name: first} | ({MORE: more} if more else {})

    def _add_more(self, values, more):
        """Put into the notes what has no field."""
        if more and self.notes in self.places:
            text = "\n".join(more)
            if self.places[self.notes].field.type == "html":
                text = str(plaintext2html(text))
            values[self.notes] = (values.get(self.notes) or "") + text

    def _convert_text(self, place, found):
        field = place.field
        if len(found) > 1 and field.type != "char":
            lines = [
                f"{cell.column.column_name}: {text_of(cell.content)}" for cell in found
            ]
            text = "\n".join(lines)
        else:
            text = " ".join(text_of(cell.content) for cell in found)
        size = getattr(field, "size", None)
        if size and len(text) > size:
            raise ValueError(
                self.env._(
                    "“%(text)s” has more than %(count)s characters; shorten it.",
                    text=text[:50],
                    count=size,
                )
            )
        if place.name == "website":
            check_website(text)
        if place.name in NAMES:
            check_name(text)
        return str(plaintext2html(text)) if field.type == "html" else text

    def _convert_moment(self, content, column):
        """A moment as UTC; of a day alone, its noon: the same day nearly everywhere."""
        notation = column.notation or ""
        moment = parse_datetime(content, notation)
        if moment.time() == time():
            noon = self.zone.localize(datetime.combine(moment.date(), NOON))
            moment = noon.astimezone(pytz.utc).replace(tzinfo=None)
        else:
            moment = parse_datetime(content, notation, self.zone)
        return fields.Datetime.to_string(moment)

    def _convert_option(self, place, column, text):
        treatment, choice = self.options.get(
            (column.id, get_value_key(text)),
            (EMPTY if says_nothing(text) else REJECT, False),
        )
        if treatment == MAP and choice:
            if place.sort == FIXED_OPTION or not choice.isdigit():
                return choice
            return int(choice)
        if treatment in (CREATE, EMPTY):
            # What is to be created is there when loading begins.
            return False
        raise self._is_unknown(place, text)

    def _is_unknown(self, place, text):
        return ValueError(
            self.env._(
                "“%(text)s” is not known in “%(field)s”. Say under Unknown Values "
                "what it is.",
                text=text,
                field=place.label,
            )
        )
