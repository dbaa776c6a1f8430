"""What a line says, as values of fields."""

import hashlib
import json
from typing import Any, NamedTuple

import pytz

from odoo import fields

from .cell_conversion import MORE, NAMES, Cell, CellConversion
from .cell_texts import says_nothing
from .cells import MADE_KEY, text_of
from .playbook_load import ACTION, COMPANY, CONTACT, LEAD
from .playbook_load_target import REFERENCE, WITH_OPTIONS
from .targets import CREATED, CURRENCY, REQUIRED, RESULT, STAGE

KEY_JOINT = "/"
# What an index of PostgreSQL holds, whatever its letters.
LONGEST_KEY = 500
LATEST_FIRST = (
    (CREATED, "date_closed"),
    (CREATED, "date_open"),
    (CREATED, "date_last_stage_update"),
)
# In this order they are told.
PAST = ("date_done", CREATED, "date_open", "date_last_stage_update", "date_closed")


class Reading(NamedTuple):
    """A line as it is understood.

    :param values: from names of fields to values as the ORM writes them; options as
        ids.
    :param references: from names of targets to the text that names another record.
    :param result: ``open``, ``won``, ``lost`` or False.
    :param key: what identifies the line; made of what it says where no column does.
    :param problems: why it cannot be loaded, in words.
    :param unread: names of targets of which it says something that is not understood.
    """

    values: dict
    references: dict
    result: Any
    key: str
    is_key_made: bool
    problems: list
    unread: frozenset = frozenset()


class Conversion(CellConversion):
    """Reads the lines of a load."""

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
            if column.number not in bad and self._says_something(column, content):
                gathered.setdefault(column.target, []).append(Cell(content, column))
        values, references, more = {}, {}, []
        for name, found in gathered.items():
            place = self.places[name]
            try:
                if place.sort == REFERENCE:
                    references[name] = text_of(found[0].content)
                else:
                    values |= self._convert(place, found)
                    more += values.pop(MORE, ())
            except ValueError as error:
                told.append(self.tell(found[0].column.number, error.args[0]))
                bad.add(found[0].column.number)
        self._add_more(values, more)
        result = self._take_result(values, told)
        key, made = self._make_key(cells, told)
        self._check(values, told)
        unread = frozenset(each.target for each in self.columns if each.number in bad)
        return Reading(values, references, result, key, made, told, unread)

    # ------------------------------------------------------------------
    # The line as a whole
    # ------------------------------------------------------------------

    def _says_something(self, column, content):
        text = text_of(content)
        place = self.places[column.target]
        # That a name is none is told; an option may be called so.
        if not text or place.name in NAMES:
            return bool(text)
        return not says_nothing(text, is_option=place.sort in WITH_OPTIONS)

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
        self._take_closing(values, result)
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

    def _take_closing(self, values, result):
        """Of what is open the file says when it is expected to close."""
        if self.load.kind == LEAD and result not in ("won", "lost"):
            closing = values.pop("date_closed", None)
            if closing:
                values.setdefault("date_deadline", self._get_day(closing))

    def _make_key(self, cells, told):
        """The key of the line, and whether it is made of what the line says: of its
        texts, as what they mean may depend on who loads, and on what is decided.
        """
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
        texts = (
            (column.target, text_of(cells[column.number - 1]))
            for column in self.columns
            if column.number <= len(cells)
        )
        said = json.dumps(sorted(pair for pair in texts if pair[1]))
        digest = hashlib.sha256(said.encode()).hexdigest()
        return MADE_KEY + digest[:40], True

    def _check(self, values, told):
        """Whether the dates can be."""
        days = {name: self._get_day(values[name]) for name in PAST if values.get(name)}
        today = self._get_day(fields.Datetime.to_string(self.today))
        for earlier, later in LATEST_FIRST:
            if earlier in days and later in days and days[later] < days[earlier]:
                told.append(
                    self.env._(
                        "“%(earlier)s” (%(first)s) is after “%(later)s” (%(second)s).",
                        earlier=self.places[earlier].label,
                        first=days[earlier],
                        later=self._label(later),
                        second=days[later],
                    )
                )
        for name, day in days.items():
            if day > today:
                told.append(
                    self.env._(
                        "“%(field)s” (%(date)s) has not come yet.",
                        field=self.places[name].label,
                        date=day,
                    )
                )

    def _get_day(self, moment):
        """The day on which a moment is for who loads: some columns tell no hour."""
        moment = pytz.utc.localize(fields.Datetime.to_datetime(moment))
        return str(moment.astimezone(self.zone).date())

    def _label(self, name):
        return self.places[name].label if name in self.places else name

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
