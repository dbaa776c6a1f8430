from babel.dates import format_date

from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from ...tools.values import guess_decimal, parse_number
from ...tools.values_dates import ORDERS, guess_order, parse_date
from .playbook_load_target import DATE, MOMENT, NUMBER

NOTATION_VALUES = 1000
DECIMALS = (",", ".")


class PlaybookLoad(models.Model):
    """How numbers and dates are written in the columns of the file."""

    _inherit = "playbook.load"

    def _refresh_notations(self):
        """Find out how numbers and dates are written in each column.

        All of a column together says what a single “1.234” or “03/04/2020” does not;
        else the other columns of the file do, and the language at last: then it is
        said.
        """
        places = self.env["playbook.load.target"]._get_places(self.kind)
        language = self.env["res.lang"]._get_data(code=self.user_id.lang)
        sorts = {
            column: places[column.target].sort
            for column in self.column_ids
            if column.target in places
        }
        kinds = [
            (
                {NUMBER},
                DECIMALS,
                guess_decimal,
                self.decimal,
                language.decimal_point or ".",
            ),
            (
                {DATE, MOMENT},
                ORDERS,
                guess_order,
                self.date_order,
                get_order(language.date_format),
            ),
        ]
        notices = []
        for wanted, *told in kinds:
            columns = [each for each in sorts if sorts[each] in wanted]
            notices += self._settle_notations(columns, *told)
        for column in self.column_ids:
            if sorts.get(column) not in (NUMBER, DATE, MOMENT):
                self._set_notation(column, False, False)
        told = [*filter(None, [self.file_notice]), *notices]
        self._set(notice="\n".join(told) or False)

    def _settle_notations(self, columns, known, guess, said, default):
        """Find out the notation of columns of one kind.

        :param known: the notations there are.
        :param guess: a function that tells one from values, if it can.
        :param said: what a person said of the file.
        :param default: that of the language.
        :return: notices of what the language alone has told.
        """
        samples = {each: self._get_distinct(each) for each in columns}
        of_file = guess([text for texts in samples.values() for text in texts])
        notices = []
        for column in columns:
            # The rest of a file, whose other lines have told.
            is_earlier = column.notation in known and not column.notation_guessed
            told = said or guess(samples[column]) or of_file
            told = told or (is_earlier and column.notation)
            self._set_notation(column, told or default, not told)
            if not told:
                notices += self._describe_guess(column, samples[column], default)
        return notices

    def _set_notation(self, column, notation, guessed):
        values = {"notation": notation, "notation_guessed": guessed}
        if any(column[name] != value for name, value in values.items()):
            # Written by the addon alone.
            column.sudo().write(values)

    def _describe_guess(self, column, samples, notation):
        """A list that says how what can be read in two ways is read; empty where
        nothing in ``column`` can.
        """
        describe = _describe_number if notation in DECIMALS else _describe_day
        for text in samples:
            meaning = describe(self.env, text, notation)
            if meaning:
                return [
                    self.env._(
                        "“%(column)s”: %(text)s is read as %(meaning)s. Set it under "
                        "“How the file is written” if that is wrong.",
                        column=column.column_name,
                        text=text,
                        meaning=meaning,
                    )
                ]
        return []

    def _get_distinct(self, column):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT cells -> %s FROM playbook_load_line
                 WHERE load_id = %s LIMIT %s
                """,
                column.number - 1,
                self.id,
                NOTATION_VALUES,
            )
        )
        return [content for (content,) in rows if isinstance(content, str)]


def get_order(date_format):
    """In which order a language writes a date: ``dmy``, ``mdy`` or ``ymd``.

    >>> get_order("%d/%m/%Y")
    'dmy'
    """
    places = {
        letter: (date_format or "").lower().find(f"%{letter}") for letter in "dmy"
    }
    return (
        "".join(sorted(places, key=places.get)) if min(places.values()) >= 0 else "dmy"
    )


def _read_all(parse, text, notations):
    """From notations to what ``text`` means in them, where it means anything."""
    found = {each: _read(parse, text, each) for each in notations}
    return {each: value for each, value in found.items() if value is not None}


def _read(parse, text, notation):
    try:
        return parse(text, notation)
    except ValueError:
        return None


def _describe_number(env, text, notation):
    """How a number that may be thousands or decimals is read; empty if it may not."""
    found = _read_all(parse_number, text, DECIMALS)
    if notation not in found or len({*found.values()}) < 2:
        return ""
    number = found[notation]
    if number == round(number):
        return env._("%(number)s, without decimals", number=f"{number:.0f}")
    return env._(
        "%(number)s, a number with decimals", number=str(number).replace(".", notation)
    )


def _describe_day(env, text, order):
    """The day as which a date is read that may be another; empty if it may not."""
    found = _read_all(parse_date, text, ORDERS)
    if order not in found or len({*found.values()}) < 2:
        return ""
    return format_date(found[order], "d MMMM y", babel_locale_parse(env.lang))
