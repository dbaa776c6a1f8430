from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .conversion import Conversion
from .examined import Examined
from .playbook_load import ACTION, MODELS, REVIEWED, REVIEWING
from .playbook_load_line import READ

REVIEW_BATCH = 500


class PlaybookLoad(models.Model):
    """Review: what would come of each line, without writing a record."""

    _inherit = "playbook.load"

    def _begin_review(self):
        """Have all lines looked at anew."""
        self._check_may_load()
        self._set(state=REVIEWING, error=False, is_prepared=False)

    def _prepare_review(self):
        """Find out what holds for the whole file, and forget what was found before."""
        self._refresh_notations()
        self._refresh_values()
        Line = self.env["playbook.load.line"]
        Line.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_load_line
                   SET state = %s, key = NULL, likenesses = NULL, depth = 0
                 WHERE load_id = %s
                """,
                READ,
                self.id,
            )
        )
        Line.invalidate_model(flush=False)
        self._forget_counts()
        self._prepare_depths()
        self._set(is_prepared=True, needs_review=False)

    def _reviewing_steps(self):
        """Look at the lines that have not been looked at, some at a time."""
        if not self.is_prepared:
            self._prepare_review()
            yield 0
        conversion, pending = Conversion(self), self._get_pending()
        while lines := self._get_next(READ, REVIEW_BATCH):
            items = self._examine(lines, conversion, pending)
            self._describe_changes(items)
            lines._take_judgement(items)
            yield len(lines)
        self._set(state=REVIEWED)

    def _get_next(self, state, limit, handlings=None):
        """The next lines in ``state``, all of the same depth."""
        domain = [("load_id", "=", self.id), ("state", "=", state)]
        if handlings:
            domain.append(("handling", "in", handlings))
        lines = self.env["playbook.load.line"].search(
            domain, order="depth, number", limit=limit
        )
        depth = lines[:1].depth
        return lines.filtered(lambda line: line.depth == depth)

    def _examine(self, lines, conversion, pending=None, similar=True):
        """Look at ``lines``.

        :param pending: see :meth:`_get_pending`.
        :param similar: whether to look for what they may be twice, too, and for what
            they lack: when it is loaded, the procedures themselves ask for it.
        :return: a list of :class:`~.examined.Examined`.
        """
        items = []
        for line in lines:
            reading = conversion.understand(line.cells, line.problems)
            items.append(
                Examined(
                    line=line,
                    reading=reading,
                    summary=conversion.get_summary(reading),
                    values=dict(reading.values),
                    problems=list(reading.problems),
                    won_stages=conversion.won_stages,
                )
            )
        self._tell_circles(items)
        self._resolve_references(items, pending)
        self._link_customers(items)
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
        self._find_teams(items)
        self._judge(items, conversion, similar)
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

    def _check_may_load(self):
        """:raise AccessError: if whoever loads may not make such records at all."""
        # Past actions are written down by whoever works with customers.
        model = "res.partner" if self.kind == ACTION else MODELS[self.kind]
        if not self.env[model].has_access("create"):
            raise AccessError(
                self.env._(
                    "You may not create “%(what)s”, and files are loaded with the "
                    "rights of who loads them. Have “%(load)s” loaded by somebody who "
                    "may.",
                    what=self.env[MODELS[self.kind]]._description,
                    load=self.display_name,
                )
            )

    def _check_targets(self):
        """:raise UserError: if nothing would be loaded, or a column goes twice."""
        places = self.env["playbook.load.target"]._get_places(self.kind)
        given = [each for each in self.column_ids if each.target in places]
        if not given:
            raise UserError(
                self.env._("Say of at least one column where it goes, then review.")
            )
        met = {}
        for column in given:
            other = met.setdefault(column.target, column)
            place = places[column.target]
            if other != column and place.sort != "text":
                raise UserError(
                    self.env._(
                        "Columns “%(first)s” and “%(second)s” both go to “%(field)s”: "
                        "only one can.",
                        first=other.column_name,
                        second=column.column_name,
                        field=place.label,
                    )
                )
