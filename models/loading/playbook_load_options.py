from collections import Counter

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.values import plain
from .cell_texts import says_nothing
from .cells import get_value_key, split_options, text_of
from .option_words import (
    FIXED_WORDS,
    get_activity_type_words,
    get_country_words,
)
from .playbook_load import LEAD
from .playbook_load_target import OPTIONS, WITH_OPTIONS
from .playbook_load_value import CREATE, MAP, REJECT
from .targets import RESULT, STAGE, get_words

MANY_VALUES = 500
MANY_OPTIONS = 5000
# Users, places and money are not made by loading a file.
NEVER_MADE = {
    *("res.users", "res.country", "res.country.state", "res.currency", "crm.team"),
    *("res.lang", "res.company", "res.partner", "mail.activity.type"),
}


class PlaybookLoad(models.Model):
    """What a file calls options: recognised, remembered, or asked for."""

    _inherit = "playbook.load"

    def _refresh_values(self):
        """Make a value for each option that the file names; decided ones stay.

        :raise UserError: where a column holds no options at all.
        """
        places = self.env["playbook.load.target"]._get_places(self.kind)
        wanted = {}
        for column in self.column_ids:
            place = places.get(column.target)
            if place and place.sort in WITH_OPTIONS:
                wanted[column] = self._count_values(column, place)
        Value = self.env["playbook.load.value"].sudo()  # written by the addon alone
        stale = self.value_ids.filtered(
            lambda value: value.target != value.column_id.target
            or value.text not in wanted.get(value.column_id, ())
        )
        stale.with_env(Value.env).unlink()
        known = {(each.column_id, each.text): each for each in self.value_ids}
        rows = []
        for column, counts in wanted.items():
            place = places[column.target]
            unsettled = {
                text
                for text in counts
                if (column, text) not in known
                # With an option: somebody rejects what was recognised.
                or (known[column, text].treatment, known[column, text].option_value)
                == (REJECT, False)
            }
            found = self._recognise(place, column, unsettled)
            may_create = self._may_create(place)
            for text in unsettled:
                values = {
                    "occurrences": counts[text],
                    "may_create": may_create,
                    **found.get(text, {}),
                }
                if (column, text) in known:
                    known[column, text].with_env(Value.env).write(values)
                else:
                    key = {"column_id": column.id, "text": text}
                    key |= {"load_id": self.id, "target": place.name}
                    rows.append(key | values)
        Value.create(rows)

    def _count_values(self, column, place):
        """From each text in ``column`` to the number of its lines."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT cells -> %(index)s, COUNT(*)
                  FROM playbook_load_line
                 WHERE load_id = %(load_id)s
                   AND cells -> %(index)s IS NOT NULL
                   AND cells -> %(index)s != 'null'
                 GROUP BY 1
                 LIMIT %(limit)s
                """,
                index=column.number - 1,
                load_id=self.id,
                limit=MANY_OPTIONS,
            )
        )
        counts = self._add_up_values(place, rows)
        if len(counts) > MANY_VALUES:
            raise UserError(
                self.env._(
                    "Column “%(column)s” holds more than %(count)s different values: "
                    "it cannot be “%(field)s”, which is chosen from a list. Let it go "
                    "to another field.",
                    column=column.column_name,
                    count=MANY_VALUES,
                    field=place.label,
                )
            )
        return counts

    def _add_up_values(self, place, rows):
        """From each value to how often it stands there.

        :param rows: pairs of a content and how often.
        """
        written = {}
        for content, count in rows:
            text = text_of(content)
            for part in split_options(text) if place.sort == OPTIONS else [text]:
                if part and not says_nothing(part, is_option=True):
                    texts = written.setdefault(get_value_key(part), Counter())
                    texts[part] += count
        # However it is written, it is one value; shown as it is written most.
        return {
            min(texts, key=lambda text: (-texts[text], text)): texts.total()
            for texts in written.values()
        }

    def _may_create(self, place):
        return bool(
            place.comodel
            and place.comodel not in NEVER_MADE
            and self.env[place.comodel].has_access("create")
        )

    # ------------------------------------------------------------------
    # Recognising
    # ------------------------------------------------------------------

    def _recognise(self, place, column, texts):
        """What ``texts`` are: values for ``playbook.load.value``, by text."""
        if not texts:
            return {}
        found = self._recognise_remembered(place, texts)
        known = self._get_option_words(place, texts)
        for text in texts:
            choices = known.get(plain(text), ())
            if text not in found and len(choices) == 1:
                found[text] = {"treatment": MAP, "option_value": next(iter(choices))}
        return found

    def _recognise_remembered(self, place, texts):
        """What was said of them in earlier loads, those of the same source first."""
        earlier = self.env["playbook.load.value"].search(
            [
                ("target", "=", place.name),
                ("text", "in", list(texts)),
                ("treatment", "not in", (REJECT, CREATE)),
                ("load_id.kind", "=", self.kind),
                ("load_id.date_started", "!=", False),
            ],
            order="id desc",
            limit=2000,
        )
        same = earlier.filtered(lambda each: each.load_id.source_id == self.source_id)
        still_there = self._get_existing_choices(place, earlier.mapped("option_value"))
        found = {}
        for value in same + (earlier - same):
            if value.treatment != MAP or value.option_value in still_there:
                found.setdefault(
                    value.text,
                    {"treatment": value.treatment, "option_value": value.option_value},
                )
        return found

    def _get_option_words(self, place, texts):
        """From plain words to the set of choices that they may mean."""
        Target = self.env["playbook.load.target"]
        known = {}

        def learn(words, choice):
            if plain(words or ""):
                known.setdefault(plain(words), set()).add(choice)

        for code in self._get_languages():
            in_language = Target.with_context(lang=code)
            for key, label in in_language._get_fixed(place).items():
                learn(key, key)
                learn(label, key)
        for key, words in self._get_fixed_words(place).items():
            for word in get_words(words):
                learn(word, key)
        if place.comodel:
            for name, option in self._get_named_options(place, texts):
                learn(name, str(option.id))
        return known

    def _get_named_options(self, place, texts):
        """Pairs of a name and an option; those who have left give way to those who are
        there.
        """
        pairs = [
            (name or "", option, "active" in option._fields and not option.active)
            for option, names in self._get_option_names(place, texts)
            for name in names
        ]
        there = {plain(name) for name, _option, has_left in pairs if not has_left}
        return [
            (name, option)
            for name, option, has_left in pairs
            if not has_left or plain(name) not in there
        ]

    def _get_languages(self):
        """Those in which the file may name options."""
        return {self.env.lang, *dict(self.env["res.lang"].get_installed())}

    def _get_fixed_words(self, place):
        """What files call the fixed options of a place, from choices to words."""
        if place.name == RESULT:
            return FIXED_WORDS
        if place.name != STAGE or self.kind != LEAD:
            return {}
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        words = {"lost": FIXED_WORDS["lost"]}
        return words | ({str(won.id): FIXED_WORDS["won"]} if won else {})

    def _get_option_names(self, place, texts):
        """Pairs of an option and the names by which files may call it."""
        Option = self.env["playbook.load.target"]._get_option_model(place)
        rec_name = Option._rec_name or "name"
        extra = {
            "res.country": ["code"],
            "res.country.state": ["code"],
            "res.users": ["login", "email"],
            "res.lang": ["code", "iso_code"],
        }.get(place.comodel, [])
        domain = self.env["playbook.load.target"]._get_option_domain(place)
        if Option.search_count(domain, limit=MANY_OPTIONS + 1) > MANY_OPTIONS:
            domain &= Domain(rec_name, "in", list(texts))
        options = Option.search(domain, limit=MANY_OPTIONS)
        field = Option._fields[rec_name]
        languages = self._get_languages() if field.translate else {self.env.lang}
        by_language = [options.with_context(lang=code) for code in languages]
        others = self._get_other_names(options)
        for position, option in enumerate(options):
            names = {each[position][rec_name] for each in by_language}
            names |= {option.display_name, *others.get(option, ())}
            yield option, {*names, *(option[name] for name in extra)}

    def _get_other_names(self, options):
        """From options to what files call them, in whatever language."""
        if options._name == "res.country":
            return {option: get_country_words(option.code) for option in options}
        if options._name == "mail.activity.type":
            # Which of them are Odoo's own is no secret.
            xmlids = options.sudo().get_external_id()
            return {each: get_activity_type_words(xmlids[each.id]) for each in options}
        return {}
