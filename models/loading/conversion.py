"""What a line says, as values of fields."""

import hashlib
import json
import math
from datetime import datetime, time

import pytz

from odoo import fields
from odoo.tools import plaintext2html

from ...tools.values import parse_boolean, parse_number
from ...tools.values_dates import parse_date, parse_datetime
from .cells import split_options, text_of
from .date_check import DateCheck
from .playbook_load import ACTION, COMPANY, CONTACT, LEAD
from .playbook_load_target import (
    BOOLEAN,
    DATE,
    FIXED_OPTION,
    MOMENT,
    NUMBER,
    OPTIONS,
    REFERENCE,
    TEXT,
)
from .playbook_load_value import CREATE, EMPTY, MAP, REJECT
from .reading import Cell, Reading
from .targets import CURRENCY, REQUIRED, RESULT, STAGE

NOON = time(12)
KEY_JOINT = "/"
# What an index of PostgreSQL holds, whatever its letters.
LONGEST_KEY = 500
MADE_KEY = "="


class Conversion(DateCheck):
    """Reads the lines of a load, with what is known of its columns."""

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

    def understand(self, cells, problems):
        """Read a line.

        :param cells: of the file.
        :param problems: pairs of the number of a column and a text: what could not be
            read of them.
        :return: a :class:`Reading`.
        """
        # What nobody wants to load does not stand in the way.
        bad = {number for number, _text in problems or () if number not in self.unused}
        told = [
            self.tell(number, text) for number, text in problems or () if number in bad
        ]
        gathered = {}
        for column in self.columns:
            content = cells[column.number - 1] if column.number <= len(cells) else None
            if column.number not in bad and text_of(content):
                gathered.setdefault(column.target, []).append(Cell(content, column))
        values, references = {}, {}
        for name, found in gathered.items():
            place = self.places[name]
            try:
                if place.sort == REFERENCE:
                    references[name] = text_of(found[0].content)
                else:
                    values |= self._convert(place, found)
            except ValueError as error:
                told.append(self.tell(found[0].column.number, error.args[0]))
                bad.add(found[0].column.number)
        result = self._take_result(values, told)
        key, made = self._make_key(cells, values, references, result, told)
        self._check(values, told)
        unread = frozenset(each.target for each in self.columns if each.number in bad)
        return Reading(values, references, result, key, made, told, unread)

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

    # ------------------------------------------------------------------
    # The line as a whole
    # ------------------------------------------------------------------

    def _take_result(self, values, told):
        """Take what is no field out of ``values``: the result, and the currency."""
        result = values.pop(RESULT, False)
        if values.get(STAGE) == "lost":
            values.pop(STAGE)
            if result in ("open", "won"):
                told.append(
                    self.env._("It is lost by its stage, and not by its result.")
                )
            result = "lost"
        elif values.get(STAGE) in self.won_stages:
            if result in ("open", "lost"):
                told.append(
                    self.env._("It is won by its stage, and not by its result.")
                )
            result = "won"
        currency_id = values.pop(CURRENCY, False)
        own = self.load.company_id.currency_id
        if currency_id and currency_id != own.id:
            told.append(
                self.env._(
                    "Amounts are kept in %(currency)s: convert this one in the file.",
                    currency=own.name,
                )
            )
        return result

    def _make_key(self, cells, values, references, result, told):
        """The key of the line, and whether it is made of what the line says."""
        parts = [
            text_of(cells[column.number - 1]) if column.number <= len(cells) else ""
            for column in self.key_columns
        ]
        key = KEY_JOINT.join(parts)
        if len(key) > LONGEST_KEY:
            told.append(
                self.tell(
                    self.key_columns[0].number,
                    self.env._(
                        "A key has at most %(count)s characters: choose another.",
                        count=LONGEST_KEY,
                    ),
                )
            )
        elif any(parts):
            return key, False
        said = json.dumps([values, references, result], sort_keys=True)
        digest = hashlib.sha256(said.encode()).hexdigest()
        return MADE_KEY + digest[:40], True

    def find_missing(self, reading):
        """What a new record must say and this line does not, in words."""
        said = {*reading.values, *reading.references, *reading.unread}
        return [
            self.env._(
                "Nothing says “%(fields)s”.",
                fields=self.env._(" or ").join(self._label(each) for each in group),
            )
            for group in REQUIRED[self.load.kind]
            if said.isdisjoint(group)
        ]

    def get_summary(self, reading):
        """What the line is, in a few words."""
        values, references = reading.values, reading.references
        parts = [
            values.get("name") or values.get("email") or values.get("email_from"),
            *references.values(),
        ]
        if self.load.kind == LEAD:
            parts[1:1] = [values.get("partner_name"), values.get("contact_name")]
        elif self.load.kind in (COMPANY, CONTACT):
            parts.append(values.get("city"))
        elif self.load.kind == ACTION:
            parts.append(values.get("date_done", "")[:10])
        return " · ".join(str(part) for part in dict.fromkeys(parts) if part)[:200]
