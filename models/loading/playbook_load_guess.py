from odoo import api, models

from ...tools.values import plain
from .header_words import (
    GENERAL_KEYS,
    LAST_NAME,
    NAME_OF,
    OWN_KEYS,
    get_name_rank,
    get_stem,
    get_variants,
)
from .targets import get_words

LONGEST_HEADER = 60


class PlaybookLoadTarget(models.AbstractModel):
    """Where columns probably go, told by their headers."""

    _inherit = "playbook.load.target"

    @api.model
    def _guess(self, load, headers):
        """Propose where columns go.

        :param headers: those of the file, from left.
        :return: a list as long, of pairs of the name of a target or False, and whether
            it is a key.
        """
        places = self._get_places(load.kind)
        remembered = self._get_remembered(load, headers)
        targets, keys = [False] * len(headers), [False] * len(headers)
        for position, header in enumerate(headers):
            if plain(header) in remembered:
                targets[position], keys[position] = remembered[plain(header)]
            else:
                keys[position] = self._is_key(load.kind, header)
        # What is written as expected comes first, whatever stands on its left.
        for is_loose in (False, True):
            for position, header in enumerate(headers):
                known = plain(header) in remembered or keys[position]
                if not known and not targets[position]:
                    targets[position] = self._find_place(
                        places, load.kind, header, targets, is_loose
                    )
        self._take_parts(load.kind, headers, targets, remembered)
        targets = [target in places and target for target in targets]
        return list(zip(targets, keys, strict=True))

    @api.model
    def _is_key(self, kind, header):
        keys = get_words(OWN_KEYS[kind]) | get_words(GENERAL_KEYS)
        undotted = plain(header.replace(".", ""))
        return plain(header) in keys or undotted in keys

    @api.model
    def _find_place(self, places, kind, header, taken, is_loose):
        """The place of a header; several columns may hold telephones."""
        variants = get_variants(header, kind) if is_loose else [plain(header)]
        for words in filter(None, variants):
            for is_usual in (True, False):
                for place in places.values():
                    if place.is_usual != is_usual:
                        continue
                    if place.name in taken and place.name != "phone":
                        continue
                    if words in place.words or (
                        is_loose and get_stem(words) in map(get_stem, place.words)
                    ):
                        return place.name
        return False

    @api.model
    def _take_parts(self, kind, headers, targets, remembered):
        """Have all parts of a name go to the name, unless it stands there as a whole.

        What is remembered of a header stays.
        """
        name = NAME_OF.get(kind)
        ranks = [get_name_rank(header) for header in headers]
        has_parts = any(rank is not False and rank >= LAST_NAME for rank in ranks)
        is_whole = any(
            target == name and rank is False
            for target, rank in zip(targets, ranks, strict=True)
        )
        if not name or not has_parts or is_whole:
            return
        for position, rank in enumerate(ranks):
            if rank is not False and plain(headers[position]) not in remembered:
                targets[position] = name

    @api.model
    def _get_header_test(self, kind):
        """A function that tells whether a text is a header of files of ``kind``."""
        keys = get_words(OWN_KEYS[kind]) | get_words(GENERAL_KEYS)
        words = keys.union(*(each.words for each in self._get_places(kind).values()))
        stems = {get_stem(each) for each in words} - {""}

        def is_header(text):
            return len(text) < LONGEST_HEADER and (
                get_name_rank(text) is not False
                or any(get_stem(each) in stems for each in get_variants(text, kind))
            )

        return is_header

    @api.model
    def _get_remembered(self, load, headers):
        """What was done with such headers in earlier loads, those of the same source
        first: a dictionary from plain headers to pairs.
        """
        earlier = self.env["playbook.load.column"].search(
            [
                ("column_name", "in", list(set(headers))),
                ("load_id.kind", "=", load.kind),
                ("load_id", "!=", load.id),
                ("load_id.date_started", "!=", False),
            ],
            order="id desc",
            limit=2000,
        )
        same = earlier.filtered(lambda each: each.load_id.source_id == load.source_id)
        found = {}
        for column in same + (earlier - same):
            found.setdefault(plain(column.column_name), (column.target, column.is_key))
        return found
