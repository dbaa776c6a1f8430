import json

from odoo import api, models
from odoo.tools import SQL

from .conversion import Conversion
from .examined import Examined
from .playbook_load import MODELS, REVIEWING
from .playbook_load_line import (
    CONFLICT,
    DUPLICATE,
    INVALID,
    LOAD,
    NEW,
    READ,
    REVIEWED,
    UPDATE,
)

REVIEW_BATCH = 500


class PlaybookLoad(models.Model):
    """Review: what would come of each line, without writing a record."""

    _inherit = "playbook.load"

    def _begin_review(self):
        """Find out what holds for the whole file, and have its lines looked at anew."""
        self._check_may_load()
        self._refresh_notations()
        self._refresh_values()
        Line = self.env["playbook.load.line"]
        Line.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_load_line
                   SET state = %s, key = NULL, likeness = NULL, depth = 0
                 WHERE load_id = %s
                """,
                READ,
                self.id,
            )
        )
        Line.invalidate_model(flush=False)
        self._set(state=REVIEWING, error=False)

    def _review_batch(self, limit=REVIEW_BATCH):
        """Look at some of the lines that have not been looked at.

        :return: how many.
        """
        lines = self._get_next(READ, limit)
        if lines:
            conversion = Conversion(self)
            items = self._examine(lines, conversion, self._get_pending())
            self._describe_changes(items)
            lines._take_judgement(items)
        return len(lines)

    def _get_next(self, state, limit, decisions=None):
        """The next lines in ``state``, all of the same depth."""
        domain = [("load_id", "=", self.id), ("state", "=", state)]
        if decisions:
            domain.append(("decision", "in", decisions))
        lines = self.env["playbook.load.line"].search(
            domain, order="depth, number", limit=limit
        )
        depth = lines[:1].depth
        return lines.filtered(lambda line: line.depth == depth)

    def _examine(self, lines, conversion, pending=None, similar=True):
        """Look at ``lines``.

        :param pending: see :meth:`_get_pending`.
        :param similar: whether to look for what they may be twice, too.
        :return: a list of :class:`~.examined.Examined`.
        """
        items = []
        for line in lines:
            reading = conversion.read(line.cells, line.problems)
            items.append(
                Examined(
                    line=line,
                    reading=reading,
                    summary=conversion.get_summary(reading),
                    values=dict(reading.values),
                    problems=list(reading.problems),
                )
            )
        self._resolve_references(items, pending)
        if similar:
            self._compare_lines(items)
        else:
            for item in items:
                item.reading = item.reading._replace(key=item.line.key)
        decided = [item for item in items if item.line.decided]
        self._match([item for item in items if not item.line.decided], similar)
        self._take_decisions(decided)
        if similar:
            self._tell_twins([item for item in items if not item.line.decided])
        self._judge(items, conversion)
        self._find_lacking(items)
        return items

    def _take_decisions(self, items):
        """A person has said which record a line is, or that it is a new one."""
        self._match_keys(items)
        Model = self.env[MODELS[self.kind]].with_context(active_test=False)
        ids = [item.line.res_id for item in items if item.line.res_id]
        readable = set(Model.search([("id", "in", ids)]).ids)
        for item in items:
            item.conflicts = []
            item.others = item.line.candidates or []
            if item.line.res_id and item.line.res_id not in readable:
                item.problems.append(
                    self.env._("The record that it is to change is not there any more.")
                )
            elif item.how != "key" or not item.record_id:
                item.record_id, item.how = item.line.res_id, "line"

    def _find_lacking(self, items):
        """Note what of the required information new records would lack."""

    def _check_may_load(self):
        """:raise AccessError: if whoever loads may not make such records at all."""
        self.env[MODELS[self.kind]].check_access("create")


class PlaybookLoadLine(models.Model):
    _inherit = "playbook.load.line"

    def _take_judgement(self, items):
        """Write down what was found out, with one statement."""
        rows = []
        for item in items:
            decision = item.get_decision()
            if item.line.decided and item.verdict in (NEW, UPDATE, CONFLICT, DUPLICATE):
                decision = item.line.decision
            rows.append(
                {
                    "id": item.line.id,
                    "summary": item.summary,
                    "state": REVIEWED,
                    "verdict": item.verdict,
                    "decision": decision,
                    "decided": item.line.decided and item.verdict != INVALID,
                    "reason": item.get_reason() or None,
                    "changes": "\n".join(item.changes) or None,
                    "candidates": item.others or None,
                    "key": item.reading.key,
                    "likeness": item.likeness or None,
                    "res_model": MODELS[item.line.load_id.kind],
                    "res_id": item.record_id or None,
                }
            )
        self._update_lines(
            rows,
            {
                **dict.fromkeys(("summary", "state", "verdict", "decision"), "text"),
                **dict.fromkeys(("reason", "changes", "key", "likeness"), "text"),
                "candidates": "jsonb",
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
                  FROM jsonb_to_recordset(%(rows)s::jsonb) AS told(id integer, %(types)s)
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
