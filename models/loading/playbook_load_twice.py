from odoo import models

from ...tools.values import plain
from .match_sql import strip_legal_forms
from .playbook_load import COMPANY, CONTACT

LONGEST = 250


class PlaybookLoad(models.Model):
    """Lines of one file that mean the same."""

    _inherit = "playbook.load"

    def _compare_lines(self, items):
        """Note what lines have in common with those looked at before.

        A line without a key has one made of what it says; where several say the same,
        the second and those that follow are numbered, so that each means one record.
        """
        for item in items:
            item.likeness = self._get_likeness(item)[:LONGEST]
        Line = self.env["playbook.load.line"]
        others = Line.search_fetch(
            [
                ("load_id", "=", self.id),
                ("id", "not in", [item.line.id for item in items]),
                ("likeness", "in", [each.likeness for each in items if each.likeness]),
            ],
            ["likeness", "key", "number"],
        )
        alike, made = {}, {}
        for line in others.sorted("number"):
            alike.setdefault(line.likeness, line.number)
            base = (line.key or "").split("#")[0]
            made[base] = made.get(base, 0) + 1
        for item in items:
            self._number_key(item, made)
            first = alike.setdefault(item.likeness, item.line.number)
            item.twin = item.likeness and first != item.line.number and first
        self._find_same_keys(items)

    def _get_likeness(self, item):
        """What two lines that mean the same have in common; empty where nothing is."""
        values, kind = item.values, self.kind
        name = plain(values.get("name") or "")
        if kind == COMPANY:
            for field in ("vat", "email"):
                if values.get(field):
                    return f"{field}:{plain(values[field])}"
            place = plain(values.get("zip") or values.get("city") or "")
            return name and f"name:{strip_legal_forms(name)}:{place}"
        if kind == CONTACT:
            if values.get("email"):
                return f"email:{plain(values['email'])}"
            return name and f"person:{name}:{sorted(item.reading.references.items())}"
        return item.reading.key if item.reading.is_key_made else ""

    def _number_key(self, item, made):
        if item.reading.is_key_made:
            key = item.reading.key
            made[key] = made.get(key, 0) + 1
            if made[key] > 1:
                numbered = f"{key}#{made[key]}"
                item.reading = item.reading._replace(key=numbered)

    def _find_same_keys(self, items):
        """A key of the file stands in it once."""
        named = [item for item in items if not item.reading.is_key_made]
        Line = self.env["playbook.load.line"]
        rows = Line._read_group(
            [
                ("load_id", "=", self.id),
                ("id", "not in", [item.line.id for item in items]),
                ("key", "in", [item.reading.key for item in named]),
            ],
            ["key"],
            ["number:min"],
        )
        first = dict(rows)
        for item in named:
            number = first.setdefault(item.reading.key, item.line.number)
            if number != item.line.number:
                item.same_key = number

    def _tell_twins(self, items):
        """Judge those that say the same as another line, where no record settles it."""
        for item in items:
            if item.same_key:
                item.conflicts.append(
                    self.env._(
                        "Line %(line)s has the same key, “%(key)s”: a key means one "
                        "record. Correct one of them, or leave this one out.",
                        line=item.same_key,
                        key=item.reading.key,
                    )
                )
            elif item.twin and not item.record_id:
                item.duplicates.append(
                    self.env._("It says the same as line %(line)s.", line=item.twin)
                )
