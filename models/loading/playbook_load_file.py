import base64
import json
from itertools import islice

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ...tools.table import Options, TableError, open_table
from ...tools.values import guess_decimal
from ...tools.values_dates import ORDERS, guess_order
from .cells import text_of
from .playbook_load import COLUMNS, DRAFT, READING
from .playbook_load_target import DATE, MOMENT, NUMBER

READ_BATCH = 1000
# Rejected lines are written as the file was.
SEPARATORS = {",", ";", "\t", "|"}
SAMPLE_ROWS = 50
SAMPLES = 3
SAMPLE_LENGTH = 40
NOTATION_VALUES = 1000


class PlaybookLoad(models.Model):
    """The file: opened, its columns shown, its lines kept."""

    _inherit = "playbook.load"

    def _open_table(self):
        """:raise UserError: if the file is of no use as a whole."""
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not content:
            raise UserError(self.env._("Choose a file that holds something."))
        options = Options(
            encoding=self.encoding or "",
            separator=self.separator or "",
            quote=self.quote or '"',
            header_row=self.header_row,
            sheet=self.sheet_name or "",
        )
        try:
            return open_table(content, self.file_name or "", options)
        except TableError as error:
            raise UserError(
                self.env._(
                    "“%(file)s” cannot be read: %(problem)s",
                    file=self.file_name,
                    problem=self.env._(error.args[0]),
                )
            ) from error

    def _begin_reading(self):
        """Show the columns of the file, and begin to keep its lines."""
        table = self._open_table()
        earlier = self._get_earlier_columns()
        # Written by the addon alone, as are the lines.
        self.sudo().column_ids.unlink()
        self.sudo().line_ids.unlink()
        rows = list(islice(self._iterate(table), SAMPLE_ROWS))
        if not rows:
            raise UserError(
                self.env._(
                    "“%(file)s” holds no line below its headers.", file=self.file_name
                )
            )
        guesses = self.env["playbook.load.target"]._guess(self, table.headers)
        values = []
        for number, header in enumerate(table.headers, start=1):
            target, is_key = guesses[number - 1]
            name = header or self.env._("Column %(number)s", number=number)
            given = earlier[name].pop(0) if earlier.get(name) else {}
            values.append(
                {
                    "load_id": self.id,
                    "number": number,
                    "column_name": name,
                    "sample": self._get_sample(rows, number),
                    "target": target,
                    "is_key": is_key,
                    **given,
                }
            )
        # As above.
        self.env["playbook.load.column"].sudo().create(values)
        notices = [self.env._(notice) for notice in table.notices]
        # The notice and the sheet are not set by hand alone.
        self.sudo().write({"notice": "\n".join(notices) or False, "error": False})
        guessed = table.options.separator
        self._set(
            state=READING,
            sheet_name=table.options.sheet or False,
            separator=guessed if guessed in SEPARATORS else False,
        )

    def _get_earlier_columns(self):
        """What was said of the columns, by name: a list, as two may share one."""
        earlier = {}
        for column in self.column_ids.sorted("number"):
            earlier.setdefault(column.column_name, []).append(
                {name: column[name] for name in ("target", "is_key", "notation")}
            )
        return earlier

    def _iterate(self, table, after=0):
        """The rows of ``table``.

        :raise UserError: if it turns out to be of no use as a whole.
        """
        try:
            yield from table.rows(after=after)
        except TableError as error:
            raise UserError(
                self.env._(
                    "“%(file)s” cannot be read to its end: %(problem)s",
                    file=self.file_name,
                    problem=self.env._(error.args[0]),
                )
            ) from error

    def _get_sample(self, rows, number):
        texts = [
            text_of(row.cells[number - 1]) for row in rows if number <= len(row.cells)
        ]
        distinct = [text for text in dict.fromkeys(texts) if text]
        return ", ".join(text[:SAMPLE_LENGTH] for text in distinct[:SAMPLES])

    def _reading_steps(self):
        """Keep the lines of the file, some at a time; go on where it was left."""
        table = self._open_table()
        last = self.env["playbook.load.line"].search(
            [("load_id", "=", self.id)], order="number desc", limit=1
        )
        for rows in split_every(READ_BATCH, self._iterate(table, last.number), list):
            self._keep_lines(rows)
            yield len(rows)
        self._set(state=COLUMNS)

    def _keep_lines(self, rows):
        lines = [
            {
                "number": row.number,
                "cells": row.cells,
                "problems": [
                    [number, text if isinstance(text, str) else self.env._(text)]
                    for number, text in row.problems
                ],
            }
            for row in rows
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO playbook_load_line (
                    load_id, number, cells, problems, state, depth,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %(load_id)s, number, cells, problems, 'read', 0,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM jsonb_to_recordset(%(lines)s::jsonb)
                       AS told(number integer, cells jsonb, problems jsonb)
                """,
                load_id=self.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
                lines=json.dumps(lines),
            )
        )
        self.env["playbook.load.line"].invalidate_model(flush=False)
        self.invalidate_recordset(["line_ids"], flush=False)
        self._forget_counts()

    # ------------------------------------------------------------------
    # Numbers and dates
    # ------------------------------------------------------------------

    def _refresh_notations(self):
        """Find out how numbers and dates are written in each column.

        All of a column together says what a single “1.234” or “03/04/2020” does not.
        """
        places = self.env["playbook.load.target"]._get_places(self.kind)
        language = self.env["res.lang"]._get_data(code=self.user_id.lang)
        for column in self.column_ids:
            place = places.get(column.target)
            notation = False
            if place and place.sort == NUMBER:
                guess = guess_decimal(self._get_distinct(column))
                guess = guess or (column.notation in (",", ".") and column.notation)
                notation = self.decimal or guess or language.decimal_point or "."
            elif place and place.sort in (DATE, MOMENT):
                guess = guess_order(self._get_distinct(column))
                # The rest of a file, whose other lines have told.
                guess = guess or (column.notation in ORDERS and column.notation)
                notation = self.date_order or guess or get_order(language.date_format)
            if column.notation != notation:
                # Written by the addon alone.
                column.sudo().notation = notation

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

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_read(self):
        """Read the file and show its columns."""
        self._check_state(DRAFT)
        load = self._take_over()
        load._begin_reading()
        load._work()

    def action_change_file(self):
        """Go back to choosing the file; its lines are let go of."""
        self._check_state(COLUMNS, "reviewed")
        # As in _begin_reading.
        self.sudo().line_ids.unlink()
        self._set(state=DRAFT)


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
