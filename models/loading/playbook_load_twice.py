import json

from odoo import models
from odoo.tools import SQL

from ...tools.values import plain
from .match_sql import strip_legal_forms
from .match_vat import NO_VAT
from .names import differ_by_zeros
from .playbook_load import COMPANY, CONTACT

LONGEST = 250
# What a name may have in common with another and still not be the same.
NAME = "name"


class PlaybookLoad(models.Model):
    """Lines of one file that mean the same."""

    _inherit = "playbook.load"

    def _compare_lines(self, items):
        """Note what lines have in common with those looked at before.

        A line without a key has one made of what it says; where several say the same,
        the second and those that follow are numbered, so that each means one record.
        """
        for item in items:
            item.likenesses = self._get_likenesses(item)
        alike, made = {}, {}
        for number, key, likenesses in self._find_alike(items):
            for each, more in likenesses.items():
                alike.setdefault(each, []).append((number, more, key))
            base = (key or "").split("#")[0]
            made[base] = made.get(base, 0) + 1
        for item in items:
            self._number_key(item, made)
            self._find_twin(item, alike)
            for each, more in item.likenesses.items():
                found = (item.line.number, more, item.reading.key)
                alike.setdefault(each, []).append(found)
        self._find_same_keys(items)

    def _find_alike(self, items):
        """The number, key and likenesses of other lines that may mean the same."""
        wanted = {each for item in items for each in item.likenesses}
        if not wanted:
            return []
        Line = self.env["playbook.load.line"]
        Line.flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT number, key, likenesses FROM playbook_load_line
                 WHERE load_id = %s AND likenesses ?| %s AND id != ALL(%s)
                 ORDER BY number
                """,
                *(self.id, list(wanted), [item.line.id for item in items]),
            )
        )

    def _get_likenesses(self, item):
        """What two lines that mean the same have in common, the surest first: each with
        what must not differ besides.
        """
        values, found = item.values, {}
        if item.reading.is_key_made:
            found[f"key:{item.reading.key}"] = {}
        if self.kind not in (COMPANY, CONTACT):
            return found
        email = plain(values.get("email") or "")
        name = plain(values.get("name") or "")
        if self.kind == COMPANY:
            vat = NO_VAT.sub("", values.get("vat") or "").upper()
            place = plain(values.get("zip") or values.get("city") or "")
            name, more = strip_legal_forms(name), {"vat": vat, "place": place}
            if vat:
                found[f"vat:{vat}"] = {}
        else:
            company = json.dumps(sorted(item.reading.references.items()))
            more = {"email": email, "company": company}
        if email:
            found[f"email:{email}"] = {}
        if name:
            found[f"{NAME}:{name}"] = {each: more[each] for each in more if more[each]}
        return {each[:LONGEST]: more for each, more in found.items()}

    def _find_twin(self, item, alike):
        """Note the first line before this one that says the same, and what of it."""
        for each, more in item.likenesses.items():
            for number, others, key in alike.get(each, ()):
                if all(others.get(name, said) == said for name, said in more.items()):
                    item.twin, item.twin_how = number, each.split(":")[0]
                    item.twin_key = key
                    return

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

    def _find_same_records(self, items):
        """Two lines that are one record without saying so by its key: the first one
        changes it, a person decides on the other.
        """
        found = [item for item in items if item.record_id]
        rows = self.env["playbook.load.line"]._read_group(
            [
                ("load_id", "=", self.id),
                ("id", "not in", [item.line.id for item in items]),
                ("res_id", "in", [item.record_id for item in found]),
                ("state", "!=", "read"),
            ],
            ["res_id"],
            ["number:min"],
        )
        first = dict(rows)
        # Whose key it is comes before who looks like it.
        for item in sorted(found, key=lambda each: each.how != "key"):
            number = first.setdefault(item.record_id, item.line.number)
            decided = item.how in ("key", "line") or item.same_key
            if number != item.line.number and not decided:
                item.conflicts.append(
                    self.env._(
                        "Line %(line)s is the same record as this one: correct one of "
                        "them, or leave this one out.",
                        line=number,
                    )
                )

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
                item.duplicates += self._describe_twin(item)
        self._find_same_records(items)

    def _describe_twin(self, item):
        texts = {
            "key": self.env._("It says the same as line %(line)s.", line=item.twin),
            "vat": self.env._("It has the same tax ID as line %s.", item.twin),
            "email": self.env._("It has the same e-mail as line %s.", item.twin),
            NAME: self.env._("It has the same name as line %s.", item.twin),
        }
        told = [texts[item.twin_how]]
        if differ_by_zeros(item.reading.key, item.twin_key or ""):
            told.append(self._describe_zeros(item.reading.key, item.twin_key))
        return told

    def _describe_zeros(self, key, other):
        return self.env._(
            "Their keys, “%(key)s” and “%(other)s”, differ only by zeros at the "
            "beginning.",
            key=key,
            other=other,
        )
