import json

from odoo import api, models
from odoo.tools import SQL

from .cells import text_of
from .conversion import KEY_JOINT
from .playbook_load import MODELS
from .playbook_load_line import (
    CONFLICT,
    DUPLICATE,
    INVALID,
    NEW,
    REVIEWED,
    UPDATE,
)


class PlaybookLoadLine(models.Model):
    """Lines are read and written by the addon, many at a time."""

    _inherit = "playbook.load.line"

    def _get_content(self, column):
        """What stands in ``column``, as it was read."""
        cells = self.cells or ()
        return cells[column.number - 1] if 0 < column.number <= len(cells) else None

    def _get_text(self, column):
        """What stands in ``column``."""
        return text_of(self._get_content(column))

    def _get_key(self, columns):
        """What stands in the columns of the key; empty where there is nothing."""
        parts = [self._get_text(column) for column in columns]
        return KEY_JOINT.join(parts) if any(parts) else ""

    def _take_judgement(self, items):
        """Write down what was found out, with one statement."""
        rows = []
        for item in items:
            handling = item.get_handling()
            if item.line.decided and item.verdict in (NEW, UPDATE, CONFLICT, DUPLICATE):
                handling = item.line.handling
            rows.append(
                {
                    "id": item.line.id,
                    "summary": item.summary,
                    "state": REVIEWED,
                    "verdict": item.verdict,
                    "handling": handling,
                    "decided": item.line.decided and item.verdict != INVALID,
                    "reason": item.get_reason() or None,
                    "changes": "\n".join(item.changes) or None,
                    "candidates": item.others or None,
                    "key": item.reading.key,
                    "likenesses": item.likenesses or None,
                    "res_model": MODELS[item.line.load_id.kind],
                    "res_id": item.record_id or None,
                }
            )
        self._update_lines(
            rows,
            {
                **dict.fromkeys(("summary", "state", "verdict", "handling"), "text"),
                **dict.fromkeys(("reason", "changes", "key"), "text"),
                **dict.fromkeys(("candidates", "likenesses"), "jsonb"),
                "decided": "boolean",
                "res_model": "text",
                "res_id": "integer",
            },
        )

    @api.model
    def _update_lines(self, rows, columns):
        """Write ``rows``: dictionaries of the id and what is in ``columns``.

        :param columns: from names to types of PostgreSQL.
        """
        if not rows:
            return
        self.flush_model()
        names = [SQL.identifier(name) for name in columns]
        types = [
            SQL("%s %s", SQL.identifier(name), SQL(sort))  # pylint: disable=sql-injection
            for name, sort in columns.items()
        ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_load_line line
                   SET %(assignments)s
                  FROM jsonb_to_recordset(%(rows)s::jsonb)
                       AS told(id integer, %(types)s)
                 WHERE line.id = told.id
                """,
                assignments=SQL(", ").join(
                    SQL("%s = told.%s", name, name) for name in names
                ),
                rows=json.dumps(rows),
                types=SQL(", ").join(types),
            )
        )
        self.browse(row["id"] for row in rows).invalidate_recordset(flush=False)
        self.env["playbook.load"]._forget_counts()
