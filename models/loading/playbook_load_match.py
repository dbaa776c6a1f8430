from odoo import models

from .cells import forget_key
from .names import are_alike, differ_by_zeros
from .playbook_load import ACTION, COMPANY, CONTACT, LEAD, MODELS

ARCHIVED_IS_USUAL = (LEAD, ACTION)


class PlaybookLoad(models.Model):
    """Which records lines are: certainly, or perhaps."""

    _inherit = "playbook.load"

    def _match(self, items, similar=True):
        """Find the records that lines are.

        :param similar: whether to look for such as they may be, too.
        """
        self._match_keys(items)
        open_items = [
            item for item in items if not (item.record_id or item.how or item.problems)
        ]
        if self.kind in (COMPANY, CONTACT):
            self._match_partners(open_items, similar)
        elif self.kind == LEAD and similar:
            wanted = [self._get_wanted_lead(item) for item in open_items]
            found = self.env["playbook.load.matcher"]._find_similar_leads(wanted)
            for item in open_items:
                self._take_similar(item, found.get(item.line.number, ()))

    def _match_keys(self, items):
        """Those whose key is known are settled, whatever else they say."""
        keys = {item.reading.key for item in items}
        # See _find_keys.
        rows = (
            self.env["playbook.load.key"]
            .sudo()
            .search(
                [
                    ("source_id", "=", self.source_id.id),
                    ("kind", "=", self.kind),
                    ("key", "in", [*keys, *map(forget_key, keys)]),
                ]
            )
        )
        by_key = {row.key: row for row in rows}
        Model = self.env[MODELS[self.kind]].with_context(active_test=False)
        ids = rows.mapped("res_id")
        readable = set(Model.search([("id", "in", ids)]).ids)
        # Whether it has been deleted; nothing of it is told.
        there = set(Model.sudo().browse(ids).exists().ids)
        for item in items:
            key = item.reading.key
            row = by_key.get(key) or by_key.get(forget_key(key))
            if row:
                item.how, item.loaded = "key", row.loaded or {}
                self._take_keyed(item, row.res_id, readable, there)

    def _take_keyed(self, item, record_id, readable, there):
        if record_id in readable:
            item.record_id = record_id
        elif record_id in there:
            item.problems.append(
                self.env._(
                    "Its record is there already, and you may not see it: have it "
                    "loaded by somebody who may."
                )
            )
        else:
            item.conflicts.append(
                self.env._(
                    "It was loaded before, and has been deleted since. Loading it "
                    "makes it anew."
                )
            )

    def _match_partners(self, items, similar):
        Matcher = self.env["playbook.load.matcher"]
        wanted = [self._get_wanted_partner(item) for item in items]
        certain = Matcher._find_partners(wanted)
        claimed = self._find_other_keys(
            {each for found in certain.values() for each, _how in found}
        )
        for item in items:
            found = dict(certain.get(item.line.number, ()))
            if len(found) > 1:
                self._take_several(item, found)
            elif found:
                ((item.record_id, item.how),) = found.items()
                self._check_claimed(item, claimed)
        self._check_names(items)
        if not similar:
            return
        left = [
            item
            for item in items
            if not (item.record_id or item.conflicts or item.others)
        ]
        by_number = {
            item.line.number: each for item, each in zip(items, wanted, strict=True)
        }
        found = Matcher._find_similar_partners(
            [by_number[item.line.number] for item in left]
        )
        for item in left:
            self._take_similar(item, found.get(item.line.number, ()))

    def _get_wanted_partner(self, item):
        values = item.values
        return {
            "number": item.line.number,
            "is_company": self.kind == COMPANY,
            **{
                name: values.get(name) or ""
                for name in ("vat", "email", "phone", "name", "zip", "city")
            },
            "parent_id": values.get("parent_id", False),
            "country_id": values.get("country_id", False),
        }

    def _get_wanted_lead(self, item):
        values = item.values
        return {
            "number": item.line.number,
            "name": values.get("name") or "",
            "partner_id": values.get("partner_id", False),
            "email": values.get("email_from") or "",
            "phone": values.get("phone") or "",
        }

    def _take_several(self, item, found):
        item.others = [
            {"id": record_id, "how": how, "score": 1.0}
            for record_id, how in found.items()
        ]
        item.conflicts.append(
            self.env._("It is several records at once: say which one it is.")
        )

    def _find_other_keys(self, partner_ids):
        """From ids of partners to their keys in this source."""
        # See _find_keys.
        rows = (
            self.env["playbook.load.key"]
            .sudo()
            .search(
                [
                    ("source_id", "=", self.source_id.id),
                    ("kind", "=", self.kind),
                    ("res_id", "in", list(partner_ids)),
                    ("made", "=", False),
                ]
            )
        )
        return {row.res_id: row.key for row in rows}

    def _check_claimed(self, item, claimed):
        """The same record cannot have two keys in one source."""
        key = claimed.get(item.record_id)
        if key and not item.reading.is_key_made and key != item.reading.key:
            item.others = [{"id": item.record_id, "how": item.how, "score": 1.0}]
            item.record_id = False
            item.duplicates.append(
                self.env._(
                    "It says the same as “%(key)s” of this source, which is loaded.",
                    key=key,
                )
            )
            if differ_by_zeros(item.reading.key, key):
                item.duplicates.append(self._describe_zeros(item.reading.key, key))

    def _check_names(self, items):
        """An address or a tax ID that another name has: perhaps it is shared."""
        found = [item for item in items if item.record_id and item.values.get("name")]
        partners = self.env["res.partner"].browse(item.record_id for item in found)
        names = {each["id"]: each["name"] for each in partners.read(["name"])}
        for item in found:
            if not are_alike(item.values["name"], names[item.record_id]):
                item.others = [{"id": item.record_id, "how": item.how, "score": 1.0}]
                item.record_id = False
                item.duplicates.append(
                    self.env._(
                        "“%(name)s” has the same %(what)s: say whether it is the same.",
                        name=names[item.others[0]["id"]],
                        what={
                            "vat": self.env._("tax ID"),
                            "email": self.env._("e-mail"),
                            "phone": self.env._("phone"),
                        }[item.how],
                    )
                )
                item.how = ""

    def _take_similar(self, item, found):
        if found:
            item.others = [
                {"id": record_id, "how": how, "score": round(score, 2)}
                for record_id, score, how in found
            ]
            item.duplicates.append(
                self.env._("There is a record like it: say whether it is the same.")
            )

    def _find_archived(self, items):
        """Somebody has put them away: loading does not quietly go on with them."""
        if self.kind in ARCHIVED_IS_USUAL:
            return
        Model = self.env[MODELS[self.kind]].with_context(active_test=False)
        ids = [item.record_id for item in items if item.record_id]
        archived = set(Model.search([("id", "in", ids), ("active", "=", False)]).ids)
        for item in items:
            if item.record_id in archived and item.after:
                item.conflicts.append(
                    self.env._("Its record is archived. Loading it changes that one.")
                )
