from odoo import models

from ...tools.values import plain
from .playbook_load import (
    COMPANY,
    CONTACT,
    CREATE_COMPANY,
    LEAD,
    MODELS,
    OVER,
    WITHOUT,
)
from .targets import CUSTOMER, OPPORTUNITY, PARENT, REFERENCES

# Of lines that come before all others, as nothing may be loaded below them.
CIRCLE = -1
# Headers of columns with the keys of people.
CONTACT_WORDS = {"contact", "contacto", "person", "persona"}
KINDS_OF = {
    PARENT: (COMPANY,),
    CUSTOMER: (COMPANY, CONTACT),
    OPPORTUNITY: (LEAD,),
}


class PlaybookLoad(models.Model):
    """Lines that name other records: by their key in the source, or by name."""

    _inherit = "playbook.load"

    def _resolve_references(self, items, pending=None):
        """Find what lines refer to, and note what is not there.

        :param items: of :class:`~.examined.Examined`.
        :param pending: see :meth:`_get_pending`; None where nothing may come later.
        """
        for target in REFERENCES:
            texts = {
                item.reading.references[target]
                for item in items
                if target in item.reading.references
            }
            if not texts:
                continue
            found = self._find_referred(target, texts)
            for item in items:
                text = item.reading.references.get(target)
                if text:
                    self._take_reference(item, target, text, found, pending)

    def _find_referred(self, target, texts):
        """From a text to the ids of what it may mean; known keys first."""
        found = {}
        for kind in self._get_kinds_of(target):
            for key, row in self._find_keys(kind, texts).items():
                found.setdefault(key, [row.res_id])
        left = texts - set(found)
        if target != OPPORTUNITY and left:
            is_company = True if target == PARENT else None
            Matcher = self.env["playbook.load.matcher"]
            found |= Matcher._find_partners_named(list(left), is_company)
        return found

    def _get_kinds_of(self, target):
        """Which kinds of records a column may name, the likelier first: a key may be
        that of a company, and of a contact, too.
        """
        column = self.column_ids.filtered(lambda each: each.target == target)[:1]
        said = set(plain(column.column_name or "").split())
        return sorted(
            KINDS_OF[target],
            key=lambda kind: (kind == CONTACT) == said.isdisjoint(CONTACT_WORDS),
        )

    def _take_reference(self, item, target, text, found, pending):
        ids = found.get(text, ())
        if len(ids) == 1:
            item.values[REFERENCES[target]] = ids[0]
        elif ids:
            self._tell_reference(
                item,
                target,
                self.env._(
                    "%(count)s records are called “%(name)s”: put the key of the right "
                    "one there.",
                    count=len(ids),
                    name=text,
                ),
            )
        elif pending and (
            (target, text) in pending or (target, plain(text)) in pending
        ):
            item.pending = True
        else:
            self._take_missing(item, target, text)

    def _take_missing(self, item, target, text):
        if target == OPPORTUNITY or self.on_missing not in (CREATE_COMPANY, WITHOUT):
            self._tell_reference(
                item,
                target,
                self.env._(
                    "“%(name)s” is not there yet: load it first, or correct it.",
                    name=text,
                ),
            )
        elif self.on_missing == CREATE_COMPANY:
            item.missing[target] = text
        elif self.kind == LEAD:
            item.values.setdefault("partner_name", text)
        else:
            item.notes.append(self.env._("“%(name)s” is not there.", name=text))

    def _tell_reference(self, item, target, problem):
        """Note what is wrong with what ``item`` refers to, and in which column."""
        column = self.column_ids.filtered(lambda each: each.target == target)[:1]
        item.problems.append(
            self.env._(
                "Column “%(column)s”: %(problem)s",
                column=column.column_name,
                problem=problem,
            )
        )

    def _get_pending(self):
        """What is not there yet and comes with this load, or those before it: a set of
        pairs of a target, and a key or plain name.
        """
        pending = set()
        named = REFERENCES.keys() & set(self.column_ids.mapped("target"))
        if not named:
            return pending
        if self.kind == COMPANY:
            pending |= self._get_names(PARENT)
        earlier = self.previous_id
        met = self
        while earlier and earlier not in met:
            if earlier.state not in OVER and earlier.has_access("read"):
                for target, kinds in KINDS_OF.items():
                    if target in named and earlier.kind in kinds:
                        pending |= earlier._get_names(target)
            met |= earlier
            earlier = earlier.previous_id
        return pending

    def _get_names(self, target):
        """The keys and plain names of all lines, as pairs with ``target``."""
        by_name = self.column_ids.filtered(lambda each: each.target == "name")[:1]
        keys = self.column_ids.filtered("is_key")
        Line = self.env["playbook.load.line"]
        found = set()
        for line in Line.search_fetch([("load_id", "=", self.id)], ["cells"]):
            if by_name:
                found.add((target, plain(line._get_text(by_name))))
            if keys:
                found.add((target, line._get_key(keys)))
        Line.invalidate_model(flush=False)
        return found

    # ------------------------------------------------------------------
    # Parents in the same file
    # ------------------------------------------------------------------

    def _prepare_depths(self):
        """Have parents come before their children; lines in a circle get CIRCLE."""
        parents = self.column_ids.filtered(lambda each: each.target == PARENT)[:1]
        if self.kind != COMPANY or not parents:
            return
        own, names, wanted = {}, {}, {}
        lines = self.env["playbook.load.line"].search_fetch(
            [("load_id", "=", self.id)], ["cells"]
        )
        by_name = self.column_ids.filtered(lambda each: each.target == "name")[:1]
        keys = self.column_ids.filtered("is_key")
        for line in lines:
            own[line._get_key(keys)] = line.id
            names.setdefault(plain(line._get_text(by_name)), line.id)
            wanted[line.id] = line._get_text(parents)
        parent_of = {
            line_id: own.get(text) or names.get(plain(text))
            for line_id, text in wanted.items()
            if text
        }
        depths, circles = get_depths(parent_of)
        depths |= dict.fromkeys(circles, CIRCLE)
        lines._update_lines(
            [{"id": line_id, "depth": depth} for line_id, depth in depths.items()],
            {"depth": "integer"},
        )
        lines.invalidate_model(flush=False)

    def _tell_circles(self, items):
        """Note which lines are, in the end, their own parents."""
        for item in items:
            if item.line.depth == CIRCLE:
                self._tell_reference(
                    item,
                    PARENT,
                    self.env._("It is its own parent, or that of one of its parents."),
                )

    def _find_keys(self, kind, keys):
        """From keys of this source to their ``playbook.load.key``."""
        # Which record a key means is no secret to who has the file; the record itself
        # is only used where this user may read it.
        rows = (
            self.env["playbook.load.key"]
            .sudo()
            .search(
                [
                    ("source_id", "=", self.source_id.id),
                    ("kind", "=", kind),
                    ("key", "in", list(keys)),
                ]
            )
        )
        Model = self.env[MODELS[kind]].with_context(active_test=False)
        readable = set(Model.search([("id", "in", rows.mapped("res_id"))]).ids)
        return {row.key: row for row in rows if row.res_id in readable}


def get_depths(parent_of):
    """How many are above each, and which stand in a circle.

    :param parent_of: from a child to its parent, or to None.
    :return: a dictionary from those with a parent to their depth, and a set.
    """
    depths, circles = {}, set()
    for child in parent_of:
        path, met = [], set()
        at = child
        while at in parent_of and parent_of[at] and at not in depths:
            if at in met:
                circles |= set(path[path.index(at) :])
                break
            met.add(at)
            path.append(at)
            at = parent_of[at]
        depth = depths.get(at, 0)
        for each in reversed(path):
            depth += 1
            depths[each] = depth
    return depths, circles
