"""What a cell says, as the value of a field."""

import math
from datetime import datetime, time
from typing import Any, NamedTuple

import pytz

from odoo import fields
from odoo.tools import plaintext2html

from ...tools.values import parse_boolean, parse_number
from ...tools.values_dates import parse_date, parse_datetime
from .cells import RUN, split_options, text_of
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
        )
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
        (content, column), field = found[0], place.field
        if place.sort == TEXT:
            return {place.name: self._convert_text(place, found)}
        if place.sort == NUMBER:
            number = parse_number(content, column.notation or "")
            if not math.isfinite(number):
                raise ValueError(self.env._("“%(value)s” is too much.", value=content))
            return {place.name: round(number) if field.type == "integer" else number}
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
        return {place.name: chosen} if chosen else {}

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
        if place.name == "website" and RUN.match(text):
            raise ValueError(self.env._("“%(text)s” is no address.", text=text[:50]))
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
        treatment, choice = self.options.get((column.id, text), (REJECT, False))
        if treatment == MAP and choice:
            if place.sort == FIXED_OPTION or not choice.isdigit():
                return choice
            return int(choice)
        if treatment in (CREATE, EMPTY):
            # What is to be created is there when loading begins.
            return False
        raise ValueError(
            self.env._(
                "“%(text)s” is not known in “%(field)s”. Say under Unknown Values "
                "what it is.",
                text=text,
                field=place.label,
            )
        )
